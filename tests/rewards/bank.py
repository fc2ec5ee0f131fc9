"""People who buy and a bank that answers, for tests: the shop's jobs and the bank's webhooks run when told."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from accounts.models import User
from rewards.models import BuyTeam, Campaign, FakeCharge, Payment, Seat
from rewards.services import proofs
from rewards.services.buying import addresses, seats, teams
from rewards.services.money import calling, failed_charges, fake_checkout, reconciling
from rewards.services.money.fake_checkout import Press
from tests.factories import member

_keys = count(1)
STOP = Seat.PlanB.STOP.value


def open_team(campaign: Campaign, by: User | None = None, *, size: int = 3, now: datetime, **more: Any) -> Seat:
    """Open a team and return its captain's held seat."""
    return teams.open(
        actor=by or member("Captain"),
        campaign=campaign,
        size=size,
        key=f"open-{next(_keys)}",
        plan_b=more.pop("plan_b", STOP),
        now=now,
        **more,
    )


def join(team: BuyTeam, by: User | None = None, *, now: datetime, plan_b: str = STOP) -> Seat:
    """Hold a seat of the team."""
    return seats.join(actor=by or member("Mate"), team=team, key=f"join-{next(_keys)}", plan_b=plan_b, now=now)


def charge_of(seat: Seat) -> FakeCharge:
    """Return what the bank knows of the seat's latest payment."""
    return FakeCharge.objects.get(payment=payment_of(seat).public_id)


def payment_of(seat: Seat) -> Payment:
    """Return the latest payment of the seat, as stored."""
    return Payment.objects.filter(seat=seat).latest("pk")


def pay(seat: Seat, *, how: Press = Press.PAY, now: datetime, comes_back: bool = True) -> None:
    """Press a button at the checkout, then come back to the shop, unless the browser is closed."""
    fake_checkout.press(reference=charge_of(seat).reference, how=how, now=now)
    if comes_back:
        reconciling.look(payment=payment_of(seat), now=now)


def full_team(campaign: Campaign, *, size: int = 3, now: datetime) -> list[Seat]:
    """Return the seats of a team in which everybody paid."""
    first = open_team(campaign, size=size, now=now)
    rest = [join(first.team, now=now) for _ in range(size - 1)]
    for seat in (first, *rest):
        pay(seat, now=now)
    return [fresh(seat) for seat in (first, *rest)]


def run_jobs(now: datetime) -> None:
    """Do once what is due, the bank first."""
    fake_checkout.send_due(now=now)
    seats.lapse_due(now=now)
    teams.end_due(now=now)
    calling.perform_due(now=now)
    reconciling.sweep(now=now)
    failed_charges.drop_due(now=now)
    teams.settle_due(now=now)
    addresses.ask_due(now=now)
    addresses.erase_due(now=now)


def fresh(row: Any) -> Any:
    """Return the row as it is stored now."""
    return type(row).objects.get(pk=row.pk)


def assert_sound(now: datetime) -> None:
    """Every invariant holds."""
    assert [(name, found) for name, found in proofs.check(now=now) if found] == []
