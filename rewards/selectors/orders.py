"""A member's orders: the seats they took, and every step on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import User
from lib import errors, paging
from rewards.machines import LIVE_SEAT
from rewards.models import Campaign, Event, Payment, Refund, Seat
from rewards.selectors.one_order import Order, order_of

if TYPE_CHECKING:
    from rewards.querysets import Viewer

SIZE = 20
MOST_STEPS = 60


@dataclass(frozen=True)
class Page:
    """Some orders, newest first, and the cursor to older ones."""

    orders: tuple[Order, ...]
    next_cursor: str = ""

    @property
    def running(self) -> tuple[Order, ...]:
        return tuple(order for order in self.orders if order.is_running)

    @property
    def done(self) -> tuple[Order, ...]:
        return tuple(order for order in self.orders if not order.is_running)


@dataclass(frozen=True)
class Detail:
    """An order with its steps, oldest first, and what was given back of it."""

    order: Order
    steps: tuple[Event, ...]
    refunds: tuple[Refund, ...]

    @property
    def said(self) -> Refund | None:
        """What is said to have gone another way than by the bank, until somebody agrees."""
        return next((row for row in self.refunds if row.reference and row.state == Refund.State.ASKED), None)


def topic_of(user: User) -> str:
    """Return the live topic of somebody's orders."""
    return f"member:{user.public_id}:orders"


def listing(*, user: User, after: str = "") -> Page:
    """Return the member's orders, newest first. Queries: 4."""
    rows = loaded().filter(user=user)
    shown, next_cursor = paging.newest(rows, after, SIZE)
    return Page(orders=of(shown), next_cursor=next_cursor)


def find(*, user: User, public_id: str) -> Seat:
    """Return one's own seat with team and campaign. Queries: 1. Raises: NotFound."""
    seat = loaded().filter(user=user, public_id=public_id).prefetch_related(None).first()
    if seat is None:
        raise errors.NotFound
    return seat


def detail(*, user: User, public_id: str) -> Detail:
    """Return one's own order with its whole trail. Queries: 6. Raises: NotFound."""
    seat = loaded().filter(user=user, public_id=public_id).first()
    if seat is None:
        raise errors.NotFound
    payments = list(Payment.objects.filter(seat=seat).order_by("pk"))
    order = order_of(seat, payments[-1] if payments else None)
    trail = Q(kind=Seat.KIND, row_id=seat.pk) | Q(kind=Payment.KIND, row_id__in=[payment.pk for payment in payments])
    refunds = Refund.objects.filter(payment__in=payments).select_related("payment").order_by("pk")
    return Detail(
        order=order,
        steps=tuple(Event.objects.filter(trail).order_by("at", "pk")[:MOST_STEPS]),
        refunds=tuple(refunds),
    )


def in_campaign(*, viewer: Viewer, campaign: Campaign) -> tuple[Order, ...]:
    """Return the viewer's live orders in a campaign. Queries: 3, none for visitors."""
    if not viewer.is_authenticated:
        return ()
    return of(loaded().filter(user=viewer, campaign=campaign, state__in=LIVE_SEAT).order_by("pk"))


def loaded() -> QuerySet[Seat]:
    """Return the query of seats with all that an order shows."""
    rows = Seat.objects.select_related("team__captain", "campaign__brand", "user", "address")
    return rows.prefetch_related("campaign__pictures", "campaign__tiers")


def of(seats: Iterable[Seat]) -> tuple[Order, ...]:
    """Return `loaded` seats as orders. Queries: 1, and that of `seats`."""
    found = tuple(seats)
    latest: dict[int, Payment] = {}
    if found:
        for payment in Payment.objects.filter(seat__in=found).order_by("pk"):
            latest[payment.seat_id] = payment
    return tuple(order_of(seat, latest.get(seat.pk)) for seat in found)
