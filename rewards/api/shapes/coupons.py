"""Coupons as programs see them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.api.describing import page_of
from lib.api.texts import MoneySerializer, TextsSerializer
from rewards.api.shapes import states
from rewards.api.shapes.drafts import EditSerializer, VersionField
from rewards.models import Coupon
from rewards.selectors import coupons as reads
from rewards.services.coupons.codes import MOST_AT_ONCE


def codes_field() -> serializers.ListField:
    """Return the field for the codes of coupons that come along when a place is taken."""
    return serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        default=list,
        max_length=3,
        help_text="Codes of coupons, three at most: all go on it, or there is no place (409 `rewards.coupon_…`).",
    )


class QuoteAskSerializer(serializers.Serializer):
    """A place that one may take: in `team`, or in a new team of `size`."""

    team = serializers.CharField(required=False, allow_blank=True, default="", max_length=12)
    invite = serializers.CharField(required=False, allow_blank=True, default="", max_length=12)
    size = serializers.IntegerField(required=False, default=0, min_value=0, max_value=32_767)
    coupons = codes_field()


class DiscountSerializer(serializers.Serializer):
    """What one coupon takes off."""

    name = serializers.CharField()
    off = MoneySerializer()


class QuoteSerializer(serializers.Serializer):
    """The most that a place costs. Nothing is held by it."""

    price = MoneySerializer(help_text="Without coupons.")
    discounts = DiscountSerializer(source="lines", many=True, help_text="In the order in which they are taken off.")
    due = MoneySerializer(help_text="What is left to pay.")


class MyCouponSerializer(serializers.Serializer):
    """A coupon that I was given, or put on an order."""

    code = serializers.CharField()
    name = serializers.CharField(source="coupon.name")
    brand = serializers.CharField(source="coupon.brand.slug")
    campaign = serializers.CharField(
        source="coupon.campaign.public_id", default=None, allow_null=True, help_text="Null: all of the brand's."
    )
    off = serializers.CharField(source="coupon.off", help_text="In words: `¥10`, `12.5%`.")
    closes_at = serializers.DateTimeField(source="coupon.closes_at", allow_null=True)
    place = serializers.ChoiceField(choices=["ready", "held", "used", "waits", "over"])


class CouponTermsSerializer(serializers.Serializer):
    """A coupon as its brand wants it; nothing but a name is needed yet. They stand once it is open."""

    names = TextsSerializer()
    kind = serializers.ChoiceField(choices=states.COUPON_KIND, required=False)
    currency = serializers.CharField(required=False, max_length=3)
    value = serializers.IntegerField(required=False, help_text="Minor units, or basis points: 1250 is 12.5 %.")
    most_minor = serializers.IntegerField(required=False, allow_null=True, help_text="Caps a share.")
    least_minor = serializers.IntegerField(required=False, help_text="The price it needs at least.")
    campaign = serializers.CharField(required=False, allow_blank=True, max_length=12, help_text="Empty: all of mine.")
    opens_at = serializers.DateTimeField(required=False, allow_null=True)
    closes_at = serializers.DateTimeField(required=False, allow_null=True)
    max_uses = serializers.IntegerField(required=False)
    per_member = serializers.IntegerField(required=False)
    stacks = serializers.BooleanField(required=False, help_text="Whether it goes together with others that do.")
    is_single = serializers.BooleanField(required=False, help_text="Each code is good for one use.")
    code = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="That all share.")


class CouponEditSerializer(CouponTermsSerializer, EditSerializer):
    """The same, on top of what I have read; a field that is left out gets its default."""


class OwnCouponSerializer(serializers.Serializer):
    """A coupon as its brand and staff see it; single codes are downloaded once, on the site."""

    id = serializers.CharField(source="public_id")
    state = serializers.ChoiceField(choices=states.COUPON)
    names = TextsSerializer()
    kind = serializers.ChoiceField(choices=states.COUPON_KIND)
    currency = serializers.CharField()
    value = serializers.IntegerField()
    most_minor = serializers.IntegerField(allow_null=True)
    least_minor = serializers.IntegerField()
    campaign = serializers.CharField(source="campaign.public_id", default=None, allow_null=True)
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    max_uses = serializers.IntegerField()
    held = serializers.IntegerField(help_text="On places that are not paid yet.")
    used = serializers.IntegerField()
    per_member = serializers.IntegerField()
    stacks = serializers.BooleanField()
    is_single = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it was stopped.")


class FullCouponSerializer(OwnCouponSerializer):
    """The same with how it goes."""

    version = VersionField()
    restored = serializers.SerializerMethodField(help_text="Uses that came back with the money.")
    given = serializers.SerializerMethodField(help_text="What it took off in all, at the brand's cost.")

    def to_representation(self, coupon: Coupon) -> Any:
        self._figures = reads.figures(coupon=coupon)
        return super().to_representation(coupon)

    def get_restored(self, coupon: Coupon) -> int:
        return self._figures.restored

    @extend_schema_field(MoneySerializer)
    def get_given(self, coupon: Coupon) -> Any:
        return MoneySerializer(self._figures.given).data


class MoreUsesSerializer(serializers.Serializer):
    """How many more uses."""

    more = serializers.IntegerField(min_value=1, max_value=1_000_000)


class MoreCodesSerializer(serializers.Serializer):
    """How many more codes."""

    number = serializers.IntegerField(min_value=1, max_value=MOST_AT_ONCE)


class PauseCouponSerializer(serializers.Serializer):
    """Whether nobody else can use it for now."""

    is_paused = serializers.BooleanField()


MyCouponPage, OwnCouponPage = page_of(MyCouponSerializer), page_of(OwnCouponSerializer)
