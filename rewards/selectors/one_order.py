"""An order: a seat as its member sees it, and what is true of its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lib.money import Money
from rewards import paths, prices
from rewards.machines import LIVE_SEAT, TAKES_ADDRESS
from rewards.models import BuyTeam, Campaign, DeliveryAddress, Payment, Seat
from rewards.selectors import addresses, campaigns, teams
from rewards.selectors.pictures import Picture
from rewards.services import promises
from rewards.services.coupons import quoting

State = Seat.State
RUNNING = (
    State.HELD,
    State.AUTHORISED,
    State.CAPTURING,
    State.FIX_NEEDED,
    State.CAPTURED,  # until the parcel is sent
    State.VOIDING,
    State.REFUNDING,
)
_BEFORE = dict.fromkeys(("created", "pending", "abandoned", "expired", "voided"), "unpaid") | {"declined": "declined"}
_NOTHING_TAKEN = (State.LAPSED, State.LEFT, State.VOIDED, State.DROPPED)


@dataclass(frozen=True)
class Order:
    """A seat as its member sees it."""

    seat: Seat
    team: BuyTeam
    campaign: Campaign
    url: str
    team_url: str
    team_name: str
    picture: Picture | None
    payment: Payment | None

    @property
    def state_words(self) -> str:
        return str(State(self.seat.state).label)

    @property
    def price(self) -> Money | None:
        """What it costs, once that is certain."""
        minor = self.team.price_minor
        return None if minor is None else Money(minor - self.seat.discount_minor, self.campaign.currency)

    @property
    def sum(self) -> quoting.Quote | None:
        """How its coupons make the price, the highest one until it is certain; None without any."""
        if not self.seat.discounts:
            return None
        minor = self.team.price_minor
        full = self.seat.limit_minor + self.seat.discount_minor if minor is None else minor
        return quoting.of(self.seat.discounts, full, self.campaign.currency)

    @property
    def money(self) -> str:
        """Say in one word what is true of the money now: see `rewards/order/money.html`."""
        if self.seat.state == State.HELD:
            return _BEFORE.get(self.payment.state if self.payment else "created", "asking")
        if self.seat.state == State.AUTHORISED:
            return {"prepay": "prepaid", "setup": "saved"}.get(self.payment.mode if self.payment else "", "held")
        if self.seat.state in (State.CAPTURED, State.FULFILLED):
            return "paid"
        if self.seat.state in _NOTHING_TAKEN and not (self.paid is not None and self.paid.minor > 0):
            return "returned" if self.paid_back else "nothing"
        if self.seat.state in (*_NOTHING_TAKEN, State.REFUNDING):
            is_refused = self.payment is not None and self.payment.state == Payment.State.CAPTURED
            return "stuck" if self.is_stuck else "refused" if is_refused else "refunding"
        return str(self.seat.state)

    @property
    def is_stuck(self) -> bool:
        """Whether the bank does not give back what it should, and is asked no more by itself."""
        return bool(self.payment and self.payment.stuck_at)

    @property
    def paid_back(self) -> Money | None:
        back = self.payment.refunded_minor if self.payment else 0
        return Money(back, self.campaign.currency) if back else None

    @property
    def paid(self) -> Money | None:
        """What the member has paid in the end, so far."""
        return self.payment.net if self.payment and self.payment.captured_minor else None

    @property
    def is_running(self) -> bool:
        return self.seat.state in RUNNING or self.lacks_address

    @property
    def is_in(self) -> bool:
        return self.seat.state in teams.IN

    @property
    def is_live(self) -> bool:
        return self.seat.state in LIVE_SEAT

    @property
    def may_pay(self) -> bool:
        return self.money in ("unpaid", "declined") or self.seat.state == State.FIX_NEEDED

    @property
    def checkout_elsewhere(self) -> str:
        """Where to pay when an open checkout is on the gateway's own site: a link, for forms lead to our pages only."""
        is_open = self.payment and self.payment.state in ("created", "pending") and self.payment.provider != "fake"
        url = self.payment.checkout_url if self.payment and is_open else ""
        return url if url.startswith("https://") else ""

    @property
    def may_leave(self) -> bool:
        return self.team.is_forming and self.seat.state in (State.HELD, State.AUTHORISED)

    @property
    def may_choose(self) -> bool:
        """Whether a plan B still matters."""
        return self.may_leave and self.team.size > 1

    @property
    def address(self) -> DeliveryAddress | None:
        """Where it goes, until that is erased."""
        return addresses.of(self.seat)

    @property
    def address_lines(self) -> tuple[str, ...]:
        return addresses.lines(self.address) if self.address else ()

    @property
    def may_say_where(self) -> bool:
        return self.campaign.needs_address and self.seat.state in TAKES_ADDRESS

    @property
    def lacks_address(self) -> bool:
        """Whether the place is certain and nobody knows where the parcel shall go."""
        return addresses.is_asked_for(self.seat)

    @property
    def is_late(self) -> bool:
        """Whether it should have been sent by now, so that its member may take the money back."""
        return self.seat.state == State.CAPTURED and self.seat.late_at is not None

    @property
    def back_at(self) -> datetime | None:
        """When the money of a late order comes back by itself."""
        return self.seat.late_at + promises.GRACE if self.is_late and self.seat.late_at else None

    @property
    def ship_by(self) -> datetime | None:
        """By when it is to be sent, while it is not."""
        return self.seat.ship_by if self.seat.state == State.CAPTURED else None

    @property
    def has_receipt(self) -> bool:
        return bool(self.payment and self.payment.captured_minor)


def order_of(seat: Seat, payment: Payment | None) -> Order:
    """Return a seat that was `orders.loaded` as an order with its latest payment. Queries: 0."""
    seat.team.campaign = seat.campaign
    return Order(
        seat=seat,
        team=seat.team,
        campaign=seat.campaign,
        url=paths.of_order(seat),
        team_url=paths.of_team(seat.team),
        team_name=teams.name_of(seat.team),
        picture=next(iter(campaigns.pictures_of(seat.campaign)), None),
        payment=payment,
    )


def expected(order: Order) -> Money:
    """Return what the order costs if its team succeeds with the people it has now, at least with those it needs."""
    people = max(order.team.needed, order.team.confirmed)
    minor = prices.each(order.campaign, tuple(order.campaign.tiers.all()), size=order.team.size, people=people)
    return Money(min(order.seat.due_minor(minor), order.seat.limit_minor), order.campaign.currency)


def charged(order: Order) -> Money:
    """Return what the gateway took, before anything went back."""
    return Money(order.payment.captured_minor if order.payment else 0, order.campaign.currency)
