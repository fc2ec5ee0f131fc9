"""The orders of a campaign, for those who pack them, and money that goes back."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.console import TAG, own_campaign
from rewards.api.shapes import console as shapes, orders as order_shapes
from rewards.policies import Action
from rewards.selectors import fulfilment as reads
from rewards.services import refunds, repaying, seats


class Parcels(MemberEndpoint):
    """Who gets what."""

    @operation(
        "own_order_list",
        TAG,
        "The orders of a campaign, oldest first",
        gives=shapes.ParcelPage,
        asks=[AFTER, asked("stage", "`send` if left out.", enum=list(reads.STAGES))],
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id)
        stage = request.query_params.get("stage", "")
        found = reads.page(campaign=campaign, stage=stage if stage in reads.STAGES else "send", after=self.after)
        return self.give_page(shapes.ParcelPage, found.lines, found.next_cursor)


class OneParcel(MemberEndpoint):
    """An order."""

    @operation("own_order_read", TAG, "An order and its refunds", gives=shapes.SoldOrderSerializer)
    def get(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id)
        return self.give(shapes.SoldOrderSerializer, reads.order(campaign=campaign, public_id=order_id))


class Shipment(MemberEndpoint):
    """Sending."""

    @operation(
        "own_order_ship",
        TAG,
        "Note that the parcel is on its way; again changes nothing",
        takes=shapes.ShipmentSerializer,
        gives=shapes.SoldOrderSerializer,
        example={"note": "SF 1402 7719 306"},
    )
    def post(self, request: Request, slug: str, public_id: str, order_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.SHIP)
        order = reads.order(campaign=campaign, public_id=order_id)
        note = self.read(shapes.ShipmentSerializer)["note"]
        seats.fulfil(actor=self.member, seat=order.seat, note=note, now=self.now)
        return self.give(shapes.SoldOrderSerializer, reads.order(campaign=campaign, public_id=order_id))


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
        payment = reads.order(campaign=campaign, public_id=order_id).payment
        said = self.read(shapes.RefundAskSerializer)
        if payment is None:
            raise repaying.NothingToRefund
        made = refunds.ask(by=self.member, payment=payment, key=self.key, now=self.now, **said)
        return self.give(order_shapes.RefundSerializer, made, 201)
