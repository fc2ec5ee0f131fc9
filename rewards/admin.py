"""Buying together in the admin, to look at: brands, buyers and staff act on the site, where the log sees them."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline

from accounts.admin import ReadOnlyAdmin
from rewards.models import (
    BuyTeam,
    Campaign,
    Coupon,
    CouponUse,
    Event,
    FrozenRules,
    GatewayCall,
    GatewayNotice,
    Payment,
    PriceTier,
    Redemption,
    Refund,
    Reward,
    Seat,
    Unlock,
    WaitEntry,
)


class TierInline(TabularInline):
    """The ladder, below its campaign."""

    model = PriceTier
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "brand", "name", "state", "seats_taken", "stock", "opens_at", "closes_at")
    list_filter = ("state", "payment_mode", "completion", "needs_address")
    list_select_related = ("brand",)
    search_fields = ("public_id", "brand__slug")
    inlines = (TierInline,)


@admin.register(FrozenRules)
class FrozenRulesAdmin(ReadOnlyAdmin):
    list_display = ("campaign", "hash", "frozen_at")
    list_select_related = ("campaign",)
    search_fields = ("campaign__public_id", "hash")


@admin.register(BuyTeam)
class BuyTeamAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "campaign", "captain", "state", "confirmed", "seats_taken", "size", "deadline_at")
    list_filter = ("state",)
    list_select_related = ("campaign", "captain")
    search_fields = ("public_id", "campaign__public_id", "captain__username")


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "user", "campaign", "team", "state", "limit_minor", "taken_at")
    list_filter = ("state",)
    list_select_related = ("user", "campaign", "team")
    search_fields = ("public_id", "user__username", "campaign__public_id", "team__public_id")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "seat", "provider", "state", "amount_minor", "captured_minor", "refunded_minor")
    list_filter = ("state", "provider", "mode", "currency")
    list_select_related = ("seat",)
    search_fields = ("public_id", "reference", "seat__public_id")


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("key", "amount_minor", "cause", "state", "asked_by", "agreed_by", "asked_at", "done_at")
    list_filter = ("state", "cause")
    list_select_related = ("asked_by", "agreed_by")
    search_fields = ("key", "payment__public_id")


@admin.register(GatewayCall)
class GatewayCallAdmin(ReadOnlyAdmin):
    list_display = ("key", "kind", "payment", "attempts", "due_at", "done_at")
    list_filter = ("kind",)
    list_select_related = ("payment",)
    search_fields = ("key", "payment__public_id")


@admin.register(GatewayNotice)
class GatewayNoticeAdmin(ReadOnlyAdmin):
    list_display = ("provider", "notice_id", "reference", "received_at", "applied_at")
    list_filter = ("provider",)
    search_fields = ("notice_id", "reference")


@admin.register(WaitEntry)
class WaitEntryAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "campaign", "user", "party_size", "state", "skipped_because", "created_at")
    list_filter = ("state",)
    list_select_related = ("campaign", "user")
    search_fields = ("public_id", "campaign__public_id", "user__username")


@admin.register(Reward)
class RewardAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "brand", "name", "kind", "state", "price", "taken", "stock", "closes_at")
    list_filter = ("state", "kind", "needs_approval")
    list_select_related = ("brand",)
    search_fields = ("public_id", "brand__slug")


@admin.register(Redemption)
class RedemptionAdmin(ReadOnlyAdmin):
    """Without codes and addresses, which are not for staff."""

    list_display = ("public_id", "user", "reward", "state", "price", "reserved_at", "issued_at", "expires_at")
    list_filter = ("state",)
    list_select_related = ("user", "reward")
    search_fields = ("public_id", "user__username", "reward__public_id")


@admin.register(Unlock)
class UnlockAdmin(ReadOnlyAdmin):
    """Staff take back what does not hold on its page under review, with a reason."""

    list_display = ("public_id", "owner", "reward", "state", "helped", "needed", "opened_at", "deadline_at")
    list_filter = ("state",)
    list_select_related = ("owner", "reward")
    search_fields = ("public_id", "owner__username", "reward__public_id")


@admin.register(Coupon)
class CouponAdmin(ReadOnlyAdmin):
    """Without codes, which are not for staff."""

    list_display = ("public_id", "brand", "name", "state", "off", "used", "held", "max_uses", "closes_at")
    list_filter = ("state", "kind", "is_single")
    list_select_related = ("brand",)
    search_fields = ("public_id", "brand__slug")


@admin.register(CouponUse)
class CouponUseAdmin(ReadOnlyAdmin):
    list_display = ("seat", "user", "coupon", "state", "discount_minor", "taken_at")
    list_filter = ("state",)
    list_select_related = ("seat", "user", "coupon")
    exclude = ("code",)
    search_fields = ("seat__public_id", "user__username", "coupon__public_id")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("kind", "row_id", "seq", "before", "after", "actor", "cause", "at")
    list_filter = ("kind", "after")
    list_select_related = ("actor",)
    search_fields = ("row_id",)
