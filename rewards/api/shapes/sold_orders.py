"""Orders as their brand sends them, and the money it gives back for them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from lib.api.describing import page_of
from lib.api.texts import MoneySerializer
from rewards.api.shapes import states
from rewards.api.shapes.addresses import KeptAddressSerializer
from rewards.api.shapes.campaigns import CampaignRefSerializer
from rewards.api.shapes.orders import RefundSerializer
from rewards.api.shapes.teams import TeamRefSerializer
from rewards.selectors.fulfilment import Order

FOR_PACKERS = "Only for the people of the brand, from the payment on until it is erased."


class _SoldSerializer(serializers.Serializer):
    id = serializers.CharField(source="seat.public_id")
    person = PersonSerializer(source="seat.user")
    team = TeamRefSerializer(source="seat.team")
    state = serializers.ChoiceField(source="seat.state", choices=states.ORDER)
    note = serializers.CharField(source="seat.note")
    shipped_note = serializers.CharField(source="seat.shipped_note")
    price = MoneySerializer(help_text="What everybody of the team pays, before coupons.")
    discount = MoneySerializer(help_text="What coupons take off, at the brand's cost.")
    ship_by = serializers.DateTimeField(allow_null=True, help_text="By when it is to be sent, while it is not.")
    is_late = serializers.BooleanField(help_text="It should have been sent: its buyer may take the money back.")


class ParcelSerializer(_SoldSerializer):
    """An order in its brand's list: who gets it, what was paid, what they wrote."""

    paid = MoneySerializer()
    paid_at = serializers.DateTimeField(allow_null=True)
    address = KeptAddressSerializer(allow_null=True, help_text=FOR_PACKERS)


class SoldOrderSerializer(_SoldSerializer):
    """An order with its money, as its brand sees it."""

    left = MoneySerializer(help_text="What can still be given back.")
    stuck = MoneySerializer(help_text="What its bank does not give back, and is asked for no more by itself.")
    refunds = serializers.SerializerMethodField()

    @extend_schema_field(RefundSerializer(many=True))
    def get_refunds(self, order: Order) -> Any:
        return RefundSerializer([refund for refund, _amount in order.refunds], many=True).data


class PackedOrderSerializer(SoldOrderSerializer):
    """The same with where it goes. Answers to writes leave that out: they are kept to be given again."""

    address = KeptAddressSerializer(allow_null=True, help_text=FOR_PACKERS)


class ShipmentSerializer(serializers.Serializer):
    """What the buyer should know of the parcel."""

    note = serializers.CharField(required=False, allow_blank=True, default="")


class RefundAskSerializer(serializers.Serializer):
    """Money to give back, in minor units, and why; the member reads the reason."""

    amount_minor = serializers.IntegerField(min_value=1)
    reason = serializers.CharField()


class RefundByHandSerializer(serializers.Serializer):
    """How money went back past the bank, with a number by which it can be found; the member reads it."""

    reference = serializers.CharField()


class WaitingRefundSerializer(RefundSerializer):
    """A refund that needs a second person."""

    asked_by = PersonSerializer(allow_null=True)
    person = PersonSerializer(source="payment.seat.user")
    campaign = CampaignRefSerializer(source="payment.seat.campaign")


class DecideRefundSerializer(serializers.Serializer):
    """Whether the money goes back."""

    approve = serializers.BooleanField()


ParcelPage = page_of(ParcelSerializer)
RefundPage = page_of(WaitingRefundSerializer)
