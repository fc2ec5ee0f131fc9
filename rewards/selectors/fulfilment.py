"""The orders of a campaign as its brand packs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from lib import errors, paging
from lib.money import Money
from rewards.models import Campaign, DeliveryAddress, Event, Payment, Refund, Seat
from rewards.selectors import addresses, teams
from rewards.services.money import repaying, stuck

PAGE, MOST_ROWS = 50, 50_000
State = Seat.State
_NOWHERE = Q(campaign__needs_address=True, address=None)
STAGES = {
    "send": Q(state=State.CAPTURED) & ~_NOWHERE,
    "missing": Q(state=State.CAPTURED) & _NOWHERE,
    "sent": Q(state=State.FULFILLED),
    "charge": Q(state__in=(State.CAPTURING, State.FIX_NEEDED)),
    "back": Q(state__in=(State.REFUNDING, State.REFUNDED)),
}


@dataclass(frozen=True)
class Sold:
    """A seat as its brand sees it. `address` is there for those who pack, once it is paid and until it is erased."""

    seat: Seat
    address: DeliveryAddress | None

    @property
    def team_name(self) -> str:
        return teams.name_of(self.seat.team)

    @property
    def price(self) -> Money:
        """What everybody of the team pays, before coupons; the most it can be while the team forms."""
        seat, minor = self.seat, self.seat.team.price_minor
        return Money(seat.limit_minor + seat.discount_minor if minor is None else minor, seat.campaign.currency)

    @property
    def discount(self) -> Money:
        return Money(self.seat.discount_minor, self.seat.campaign.currency)

    @property
    def address_lines(self) -> tuple[str, ...]:
        return addresses.lines(self.address) if self.address else ()

    @property
    def is_late(self) -> bool:
        return self.seat.state == State.CAPTURED and self.seat.late_at is not None

    @property
    def ship_by(self) -> datetime | None:
        """By when it is to be sent; None for one that is not to be sent any more."""
        return self.seat.ship_by if self.seat.state == State.CAPTURED else None


@dataclass(frozen=True)
class Line(Sold):
    """An order in the list, and what was paid."""

    paid: Money
    paid_at: datetime | None


@dataclass(frozen=True)
class Page:
    """A page of orders: those to send by their dates, the others the oldest first."""

    lines: tuple[Line, ...]
    next_cursor: str


@dataclass(frozen=True)
class Order(Sold):
    """One order with its money."""

    payment: Payment | None
    refunds: tuple[tuple[Refund, Money], ...]
    left_minor: int
    stuck_minor: int = 0

    @property
    def stuck(self) -> Money:
        """What its bank does not give back, and is asked for no more by itself."""
        return Money(self.stuck_minor, self.seat.campaign.currency)

    @property
    def said(self) -> Refund | None:
        """What somebody says to have gone another way, until a second person agrees."""
        return next((row for row, _sum in self.refunds if row.reference and row.state == Refund.State.ASKED), None)

    @property
    def taken(self) -> Money:
        return Money(self.payment.captured_minor if self.payment else 0, self.seat.campaign.currency)

    @property
    def given_back(self) -> Money:
        return Money(self.payment.refunded_minor if self.payment else 0, self.seat.campaign.currency)

    @property
    def left(self) -> Money:
        return Money(self.left_minor, self.seat.campaign.currency)

    @property
    def lacks_address(self) -> bool:
        return self.seat.state == State.CAPTURED and addresses.is_asked_for(self.seat)

    @property
    def can_be_sent(self) -> bool:
        return self.seat.state == State.CAPTURED and not self.lacks_address

    @property
    def can_be_refunded(self) -> bool:
        """Whether money is left to give back by hand; while the team forms its member leaves instead."""
        return self.left_minor > 0 and self.seat.state != State.AUTHORISED and not self.stuck_minor


def page(*, campaign: Campaign, stage: str, may_ship: bool, after: str = "") -> Page:
    """Return a page of the orders in `stage` (of STAGES), with their addresses for those who ship. Queries: 2."""
    found = list(_lines(campaign, stage).filter(_behind(stage, after))[: PAGE + 1])
    lines = tuple(_line(seat, campaign, may_ship) for seat in found[:PAGE])
    return Page(lines, _cursor(found[PAGE - 1]) if len(found) > PAGE else "")


def every(*, campaign: Campaign, stage: str, may_ship: bool) -> Iterator[Line]:
    """Return the orders in `stage`, the first MOST_ROWS of them, for a table. Queries: 1, and 1 for each thousand."""
    rows = _lines(campaign, stage)[:MOST_ROWS]
    return (_line(seat, campaign, may_ship) for seat in rows.iterator(chunk_size=1000))


def order(*, campaign: Campaign, public_id: str, may_ship: bool) -> Order:
    """Return one order of `campaign` with its money, its address for those who ship.

    Queries: at most 4, 3 more when its money is stuck. Raises: NotFound.
    """
    rows = Seat.objects.select_related("user", "team__captain", "address")
    seat = rows.filter(campaign=campaign, public_id=public_id).first()
    if seat is None:
        raise errors.NotFound(code="rewards.seat_not_found")
    seat.campaign = campaign
    payment = Payment.objects.filter(seat=seat).order_by("-captured_minor", "-pk").first()
    if payment:
        payment.seat = seat
    given = payment.refunds.select_related("asked_by", "agreed_by").order_by("pk") if payment else ()
    return Order(
        seat=seat,
        payment=payment,
        refunds=tuple((row, Money(row.amount_minor, campaign.currency)) for row in given),
        left_minor=repaying.left_of(payment) if payment else 0,
        stuck_minor=stuck.open_amount(payment) if payment and payment.stuck_at else 0,
        address=addresses.for_brand(seat, may_ship=may_ship),
    )


def _lines(campaign: Campaign, stage: str) -> QuerySet[Seat]:
    paid = Prefetch("payments", Payment.objects.filter(captured_minor__gt=0), to_attr="paid")
    charged = Event.objects.filter(kind=Seat.KIND, row_id=OuterRef("pk"), after=State.CAPTURED).order_by("seq")
    most_urgent = (F("ship_by").asc(nulls_last=True),) if stage == "send" else ()
    seats = Seat.objects.filter(STAGES[stage], campaign=campaign).order_by(*most_urgent, "pk")
    return (
        seats.select_related("user", "team__captain", "address")
        .prefetch_related(paid)
        .annotate(charged_at=Subquery(charged.values("at")[:1]))
    )


def _cursor(seat: Seat) -> str:
    return paging.encode([seat.pk, paging.from_moment(seat.ship_by) if seat.ship_by else None])


def _behind(stage: str, after: str) -> Q:
    """Return what comes behind a cursor, in the order of `_lines`."""
    match paging.decode(after):
        case [pk, moment] if paging.whole(pk) is not None:
            at = paging.to_moment(moment)
        case _:
            return Q()
    if stage != "send":
        return Q(pk__gt=pk)
    if at is None:
        return Q(ship_by=None, pk__gt=pk)
    return Q(ship_by__gt=at) | Q(ship_by=at, pk__gt=pk) | Q(ship_by=None)


def _line(seat: Seat, campaign: Campaign, may_ship: bool) -> Line:
    seat.campaign = campaign
    paid = sum(payment.captured_minor - payment.refunded_minor for payment in seat.paid)  # type: ignore[attr-defined]
    return Line(
        seat=seat,
        paid=Money(paid, campaign.currency),
        paid_at=seat.charged_at,  # type: ignore[attr-defined]
        address=addresses.for_brand(seat, may_ship=may_ship),
    )
