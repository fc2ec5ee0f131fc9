"""A member's orders: the place, the money, leaving, plan B."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.shapes import orders as shapes
from rewards.api.shapes.addresses import AddressSerializer
from rewards.models import Seat
from rewards.selectors import orders as reads
from rewards.services.buying import addresses, late_orders, moving, seats
from rewards.services.money import by_hand, paying

ADDRESS = {
    "recipient": "Mei Lin",
    "line1": "12 Kettle Lane",
    "postcode": "315000",
    "city": "Ningbo",
    "region": "Zhejiang",
    "country": "CN",
    "phone": "+86 574 0000 0000",
}


def give_order(endpoint: Endpoint, seat: Seat, status: int = 200) -> Response:
    """Answer with the order that `seat` is by now."""
    order = reads.detail(user=endpoint.viewer, public_id=seat.public_id).order
    return endpoint.give(shapes.OrderSerializer, order, status)


def give_new(endpoint: Endpoint, seat: Seat) -> Response:
    """Do the same for a seat that was asked for: 201 if this request took it, 200 if one with its key had before."""
    return give_order(endpoint, seat, 201 if seat.taken_at == endpoint.now else 200)


class Orders(MemberEndpoint):
    """What I buy and bought."""

    @operation("order_list", "Orders", "My orders, newest first", gives=shapes.OrderPage, asks=[AFTER])
    def get(self, request: Request) -> Response:
        found = reads.listing(user=self.member, after=self.after)
        return self.give_page(shapes.OrderPage, found.orders, found.next_cursor)


class OneOrder(MemberEndpoint):
    """An order of mine."""

    @operation("order_read", "Orders", "An order of mine with every step and refund", gives=shapes.FullOrderSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give(shapes.FullOrderSerializer, reads.detail(user=self.member, public_id=public_id))


class Place(MemberEndpoint):
    """My place in a team that forms."""

    @operation(
        "order_leave",
        "Orders",
        "Give up my place while the team forms; what was held or paid goes back",
        gives=shapes.OrderSerializer,
    )
    def delete(self, request: Request, public_id: str) -> Response:
        seat = reads.find(user=self.member, public_id=public_id)
        return give_order(self, seats.leave(actor=self.member, seat=seat, now=self.now))


class Cancellation(MemberEndpoint):
    """An order that was not sent in time."""

    @operation(
        "order_cancel",
        "Orders",
        "Take all my money back for an order that is late; again changes nothing. 409 while it is not, or once sent",
        gives=shapes.OrderSerializer,
    )
    def post(self, request: Request, public_id: str) -> Response:
        seat = reads.find(user=self.member, public_id=public_id)
        return give_order(self, late_orders.cancel(actor=self.member, seat=seat, now=self.now))


class Receiving(MemberEndpoint):
    """Money that came past the bank."""

    @operation(
        "order_refund_confirm",
        "Orders",
        "Confirm that money came past the bank, as a refund with a `reference` says; again changes nothing",
        gives=shapes.OrderSerializer,
    )
    def post(self, request: Request, public_id: str) -> Response:
        seat = reads.find(user=self.member, public_id=public_id)
        by_hand.received(actor=self.member, seat=seat, now=self.now)
        return give_order(self, seat)


class PlanB(MemberEndpoint):
    """What happens to my place if the team does not come together."""

    @operation(
        "order_plan_update",
        "Orders",
        "Choose what happens if the team does not come together",
        takes=shapes.PlanSerializer,
        gives=shapes.OrderSerializer,
        example={"plan_b": "move"},
    )
    def put(self, request: Request, public_id: str) -> Response:
        seat = reads.find(user=self.member, public_id=public_id)
        chosen = self.read(shapes.PlanSerializer)["plan_b"]
        return give_order(self, moving.choose(actor=self.member, seat=seat, plan_b=chosen, now=self.now))


class Address(MemberEndpoint):
    """Where my order goes."""

    @operation(
        "order_address_update",
        "Orders",
        "Say where my order goes, until it is sent; read it in the order's detail",
        takes=AddressSerializer,
        gives=shapes.OrderSerializer,
        example=ADDRESS,
    )
    def put(self, request: Request, public_id: str) -> Response:
        seat = reads.find(user=self.member, public_id=public_id)
        said = addresses.Address(**self.read(AddressSerializer))
        return give_order(self, addresses.give(actor=self.member, seat=seat, address=said, now=self.now))


class _Payment(MemberEndpoint):
    def give_payment(self, public_id: str) -> Response:
        payment = reads.detail(user=self.member, public_id=public_id).order.payment
        if payment is None:
            raise errors.NotFound(code="rewards.payment_not_found")
        return self.give(shapes.PaymentSerializer, payment)


class Money(_Payment):
    """The payment of an order."""

    @operation("payment_read", "Orders", "How the money of my order stands here", gives=shapes.PaymentSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_payment(public_id)

    @operation(
        "payment_start",
        "Orders",
        "Pay: answers with the checkout that is open, or opens a new one after a decline",
        gives=shapes.PaymentSerializer,
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.PAY, who=self.member.public_id, now=self.now)
        seat = reads.find(user=self.member, public_id=public_id)
        paying.again(actor=self.member, seat=seat, now=self.now)
        return self.give_payment(public_id)


class Look(_Payment):
    """What the bank says."""

    @operation(
        "payment_look",
        "Orders",
        "Ask the bank now how an open payment stands, as on coming back from its checkout",
        gives=shapes.PaymentSerializer,
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.LOOK, who=self.member.public_id, now=self.now)
        paying.come_back(seat=reads.find(user=self.member, public_id=public_id), now=self.now)
        return self.give_payment(public_id)
