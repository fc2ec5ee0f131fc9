"""The engine in the admin, to look at: definitions come from `load_economy`, the rest from activities."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from gamify.models import (
    Account,
    Activity,
    Award,
    Badge,
    Challenge,
    Cutoff,
    Escrow,
    Hold,
    LedgerEntry,
    Level,
    Prize,
    Purse,
    PurseEntry,
    Quest,
    Rule,
    Task,
    Tier,
)


class DefinitionAdmin(ReadOnlyAdmin):
    list_display: tuple[str, ...] = ("key", "version", "verb", "name", "published_at", "retired_at")
    list_filter = ("verb",)
    search_fields = ("key",)


@admin.register(Rule)
class RuleAdmin(DefinitionAdmin):
    pass


@admin.register(Task)
class TaskAdmin(DefinitionAdmin):
    list_display = (*DefinitionAdmin.list_display, "metric", "goal", "cycle")


@admin.register(Badge)
class BadgeAdmin(DefinitionAdmin):
    list_display = (*DefinitionAdmin.list_display, "metric", "goal")


@admin.register(Quest)
class QuestAdmin(ReadOnlyAdmin):
    list_display = ("key", "version", "name", "published_at", "retired_at")
    search_fields = ("key",)


@admin.register(Level)
class LevelAdmin(ReadOnlyAdmin):
    list_display = ("number", "threshold", "name")


@admin.register(Tier)
class TierAdmin(ReadOnlyAdmin):
    list_display = ("key", "enter", "keep", "name")


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ("id", "actor", "verb", "object_type", "object_id", "target_id", "occurred_at")
    list_filter = ("verb", "source")
    list_select_related = ("actor",)
    search_fields = ("key", "actor__username")


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ("user", "currency", "available", "held")
    list_filter = ("currency",)
    list_select_related = ("user", "currency")
    search_fields = ("user__username",)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "kind", "amount", "source", "at")
    list_filter = ("kind",)
    list_select_related = ("account",)
    search_fields = ("source", "account__user__username")


@admin.register(Cutoff)
class CutoffAdmin(ReadOnlyAdmin):
    list_display = ("currency", "at", "earned_before", "announced_at", "warned_at", "lapsed_at")
    list_filter = ("currency",)


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    list_display = ("key", "account", "amount", "state", "placed_at")
    list_filter = ("state",)
    list_select_related = ("account",)
    search_fields = ("key", "account__user__username")


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    list_display = ("user", "badge_key", "awarded_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("badge_key", "user__username")


@admin.register(Challenge)
class ChallengeAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "name", "brand", "scope", "state", "starts_at", "ends_at", "entrants_count")
    list_filter = ("state",)
    list_select_related = ("brand",)
    search_fields = ("public_id", "brand__slug", "scope")
    exclude = ("draw_seed", "rules_salt")  # who knows one can tell who wins, the other which groups are meant


@admin.register(Purse)
class PurseAdmin(ReadOnlyAdmin):
    list_display = ("id", "brand", "scope", "currency", "available")
    list_select_related = ("brand", "currency")
    search_fields = ("brand__slug", "scope")


@admin.register(PurseEntry)
class PurseEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "purse", "kind", "amount", "by", "note", "at")
    list_filter = ("kind",)
    list_select_related = ("purse", "by")
    search_fields = ("key", "purse__brand__slug")


@admin.register(Escrow)
class EscrowAdmin(ReadOnlyAdmin):
    list_display = ("challenge", "amount", "paid", "returned", "held", "closed_at")
    list_select_related = ("challenge",)


@admin.register(Prize)
class PrizeAdmin(ReadOnlyAdmin):
    list_display = ("key", "line", "place", "amount", "state", "given_at")
    list_filter = ("state",)
    list_select_related = ("line",)
    search_fields = ("key", "entrant__user__username")
