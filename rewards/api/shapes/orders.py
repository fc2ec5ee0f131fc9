"""A member's orders, and the money behind them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.api.describing import page_of
from lib.api.texts import MoneySerializer
from rewards.api.shapes import states
from rewards.api.shapes.addresses import KeptAddressSerializer
from rewards.api.shapes.campaigns import CampaignRefSerializer
from rewards.api.shapes.coupons import DiscountSerializer
from rewards.api.shapes.teams import TeamRefSerializer
from rewards.models import Payment, Seat
from rewards.order_history import words_of
from rewards.selectors.one_order import Order, expected
from rewards.selectors.orders import Detail

# What the checkout is open in.
_OPEN = (Payment.State.CREATED, Payment.State.PENDING)


class PaymentSerializer(serializers.Serializer):
    """How the money stands. `unknown` is a state: the bank has not answered, and is asked again."""

    id = serializers.CharField(source="public_id")
    state = serializers.ChoiceField(choices=states.PAYMENT)
    mode = serializers.CharField(help_text="`hold`, `setup` or `prepay`.")
    amount = MoneySerializer(help_text="The most that may be charged.")
    net = MoneySerializer(help_text="What was charged and not given back, so far.")
    checkout_url = serializers.SerializerMethodField(
        help_text="Where the member pays, at the fake bank a path on this site; empty when there is nothing to pay."
    )
    capture_before = serializers.DateTimeField(allow_null=True, help_text="When the bank lets go of a hold.")
    decline_code = serializers.CharField()

    def get_checkout_url(self, payment: Payment) -> str:
        return str(payment.checkout_url) if payment.state in _OPEN else ""


class OrderSerializer(serializers.Serializer):
    """A place in a team, from the hold to the parcel."""

    id = serializers.CharField(source="seat.public_id")
    url = serializers.CharField()
    state = serializers.ChoiceField(source="seat.state", choices=states.ORDER)
    state_words = serializers.CharField()
    campaign = CampaignRefSerializer()
    team = TeamRefSerializer()
    limit = MoneySerializer(source="seat.limit", help_text="The most it can cost.")
    expected = serializers.SerializerMethodField(help_text="What it costs if the team ends as it is now.")
    price = MoneySerializer(allow_null=True, help_text="What it costs, once that is certain.")
    discounts = serializers.SerializerMethodField(help_text="What its coupons take off the price, the most it can be.")
    paid = MoneySerializer(allow_null=True, help_text="What was charged and not given back.")
    plan_b = serializers.ChoiceField(source="seat.plan_b", choices=Seat.PlanB.values)
    note = serializers.CharField(source="seat.note")
    shipped_note = serializers.CharField(source="seat.shipped_note")
    taken_at = serializers.DateTimeField(source="seat.taken_at")
    held_until = serializers.DateTimeField(source="seat.held_until", allow_null=True)
    confirmed_at = serializers.DateTimeField(source="seat.confirmed_at", allow_null=True)
    fix_until = serializers.DateTimeField(source="seat.fix_until", allow_null=True)
    may_pay = serializers.BooleanField()
    may_leave = serializers.BooleanField()
    may_say_where = serializers.BooleanField(help_text="Whether it takes an address: PUT it to `…/address`.")
    lacks_address = serializers.BooleanField(help_text="The place is certain, and the brand cannot send it yet.")
    ship_by = serializers.DateTimeField(
        allow_null=True, help_text="By when it is to be sent, once it is paid and the brand knows where to."
    )
    is_late = serializers.BooleanField(help_text="It should have been sent: POST to `…/cancellation` brings all back.")
    back_at = serializers.DateTimeField(allow_null=True, help_text="When the money of a late order comes by itself.")
    is_stuck = serializers.BooleanField(help_text="The bank does not give back what it should; the brand was told.")
    payment = PaymentSerializer(allow_null=True)

    @extend_schema_field(DiscountSerializer(many=True))
    def get_discounts(self, order: Order) -> Any:
        return DiscountSerializer(order.sum.lines if order.sum else (), many=True).data

    @extend_schema_field(MoneySerializer)
    def get_expected(self, order: Order) -> Any:
        return MoneySerializer(expected(order)).data


class StepOfOrderSerializer(serializers.Serializer):
    """Something that happened to the order."""

    at = serializers.DateTimeField()
    words = serializers.CharField()


class RefundSerializer(serializers.Serializer):
    """Money that goes back."""

    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(choices=states.REFUND)
    amount = MoneySerializer()
    reason = serializers.CharField()
    reference = serializers.CharField(help_text="How it went past a bank that does not give it back, else empty.")
    asked_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


class _HistorySerializer(serializers.Serializer):
    address = KeptAddressSerializer(
        source="order.address", allow_null=True, help_text="Where it goes, until that is erased."
    )
    steps = serializers.SerializerMethodField(help_text="What happened to it, oldest first.")
    refunds = RefundSerializer(many=True)

    @extend_schema_field(StepOfOrderSerializer(many=True))
    def get_steps(self, detail: Detail) -> Any:
        said = [{"at": event.at, "words": words} for event in detail.steps if (words := words_of(event))]
        return StepOfOrderSerializer(said, many=True).data


class FullOrderSerializer(OrderSerializer, _HistorySerializer):
    """An order with where it goes, every step, and what went back."""

    def to_representation(self, instance: Detail) -> Any:
        return {**OrderSerializer(instance.order).data, **_HistorySerializer(instance).data}


class PlanSerializer(serializers.Serializer):
    """What happens to my place if the team does not come together."""

    plan_b = serializers.ChoiceField(choices=Seat.PlanB.values)


OrderPage = page_of(OrderSerializer)
