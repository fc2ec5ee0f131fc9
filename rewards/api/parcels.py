"""The orders of a campaign, for those who pack them, and money that goes back."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.console import TAG, own_campaign
from rewards.api.shapes import orders as order_shapes, sold_orders as shapes
from rewards.models import Campaign, Payment
from rewards.policies import Action, may
from rewards.selectors import fulfilment as reads, roles
from rewards.services.buying import seats
from rewards.services.money import by_hand, refunds, repaying, stuck

STAGES = (
    "`send`, also without it: to be sent. `missing`: paid, and nobody has said where to. `charge`: the money is on its "
    "way. `sent`. `back`: the money goes or went back."
)


class Parcels(MemberEndpoint):
    """Who gets what."""

    @operation(
        "own_order_list",
        TAG,
        "The orders of a campaign: those to send by their dates, others oldest first",
        gives=shapes.ParcelPage,
        asks=[AFTER, asked("stage", STAGES, enum=list(reads.STAGES))],
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        campaign, may_ship = _way_in(self, slug, public_id)
        stage = request.query_params.get("stage") or "send"
        found = reads.page(campaign=campaign, stage=stage, may_ship=may_ship, after=self.after)
        return self.give_page(shapes.ParcelPage, found.lines, found.next_cursor)


class OneParcel(MemberEndpoint):
    """An order."""

    @operation("own_order_read", TAG, "An order and its refunds", gives=shapes.PackedOrderSerializer)
    def get(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign, may_ship = _way_in(self, slug, public_id)
        found = reads.order(campaign=campaign, public_id=order_id, may_ship=may_ship)
        return self.give(shapes.PackedOrderSerializer, found)


class Shipment(MemberEndpoint):
    """Sending."""

    @operation(
        "own_order_ship",
        TAG,
        "Note that the parcel is on its way; again changes nothing. 409 while its address is missing",
        takes=shapes.ShipmentSerializer,
        gives=shapes.SoldOrderSerializer,
        example={"note": "SF 1402 7719 306"},
    )
    def post(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.SHIP)
        order = reads.order(campaign=campaign, public_id=order_id, may_ship=False)
        note = self.read(shapes.ShipmentSerializer)["note"]
        seats.fulfil(actor=self.member, seat=order.seat, note=note, now=self.now)
        found = reads.order(campaign=campaign, public_id=order_id, may_ship=False)
        return self.give(shapes.SoldOrderSerializer, found)


class Refunds(MemberEndpoint):
    """Giving back."""

    @operation(
        "own_refund_ask",
        TAG,
        "Give money of an order back; above the site's limit a second person of staff agrees first",
        takes=shapes.RefundAskSerializer,
        gives=order_shapes.RefundSerializer,
        status=201,
        example={"amount_minor": 13800, "reason": "The tin arrived dented."},
    )
    def post(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.REFUND)
        payment = reads.order(campaign=campaign, public_id=order_id, may_ship=False).payment
        said = self.read(shapes.RefundAskSerializer)
        if payment is None:
            raise repaying.NothingToRefund
        made = refunds.ask(by=self.member, payment=payment, key=self.key, now=self.now, **said)
        return self.give(order_shapes.RefundSerializer, made, 201)


class RefundAgain(MemberEndpoint):
    """Asking a bank once more."""

    @operation(
        "own_refund_again",
        TAG,
        "Ask the bank once more for money that it does not give back. 409 while it is being asked, or owes nothing",
        gives=shapes.SoldOrderSerializer,
    )
    def post(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.REFUND)
        stuck.retry(by=self.member, payment=_payment(campaign, order_id), now=self.now)
        return self.give(shapes.SoldOrderSerializer, reads.order(campaign=campaign, public_id=order_id, may_ship=False))


class RefundByHand(MemberEndpoint):
    """Money that went back past the bank."""

    @operation(
        "own_refund_by_hand",
        TAG,
        "Say how money went back that a bank does not give back; its buyer or a second person of staff agrees",
        takes=shapes.RefundByHandSerializer,
        gives=order_shapes.RefundSerializer,
        example={"reference": "Bank transfer of 3 May, number 4711"},
    )
    def post(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.REFUND)
        payment, said = _payment(campaign, order_id), self.read(shapes.RefundByHandSerializer)
        made = by_hand.say(by=self.member, payment=payment, now=self.now, **said)
        return self.give(order_shapes.RefundSerializer, made)


def _payment(campaign: Campaign, order_id: str) -> Payment:
    """Return the payment of an order. Raises: NotFound, NotStuck."""
    payment = reads.order(campaign=campaign, public_id=order_id, may_ship=False).payment
    if payment is None:
        raise stuck.NotStuck
    return payment


def _way_in(endpoint: MemberEndpoint, slug: str, public_id: str) -> tuple[Campaign, bool]:
    """Return the campaign, and whether whoever asks packs its parcels. Raises: NotFound, NotAllowed."""
    campaign, role = roles.access_campaign(user=endpoint.viewer, slug=slug, public_id=public_id)
    return campaign, may(Action.SHIP, role)
