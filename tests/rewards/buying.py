"""Buying through the services, for tests: seats that are held, paid for or not, as a bank would tell."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from accounts.models import User
from lib import clock
from rewards.models import BuyTeam, Campaign, Payment, Seat
from rewards.payments import Outcome, Result
from rewards.services.buying import seats, teams
from rewards.services.money import settling
from tests.factories import member

_numbers = count(1)


def fresh(row: Any) -> Any:
    """Return the row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


def open_team(campaign: Campaign, by: User | None = None, *, size: int = 3, paid: bool = True, **changes: Any) -> Seat:
    """Return the captain's seat of a new team."""
    values = {"key": f"open-{next(_numbers)}", "plan_b": "stop", "now": clock.now()} | changes
    seat = teams.open(actor=by or member("Captain"), campaign=campaign, size=size, **values)
    return confirmed(seat) if paid else seat


def join(team: BuyTeam, by: User | None = None, *, paid: bool = True, **changes: Any) -> Seat:
    """Return a seat in the team, confirmed when it is `paid`."""
    values = {"key": f"join-{next(_numbers)}", "plan_b": "stop", "now": clock.now()} | changes
    seat = seats.join(actor=by or member("Buyer"), team=team, **values)
    return confirmed(seat) if paid else seat


def payment_of(seat: Seat) -> Payment:
    return Payment.objects.filter(seat=seat).order_by("-pk")[0]


def pay(seat: Seat, *, now: datetime | None = None, **changes: Any) -> Payment:
    """Let the bank say that the seat's payment was made, as its campaign's mode asks."""
    payment = payment_of(seat)
    paid = {"hold": Outcome.AUTHORISED, "setup": Outcome.AUTHORISED, "prepay": Outcome.CAPTURED}[payment.mode]
    amount = payment.amount_minor
    values = {
        "held_minor": amount if payment.mode == "hold" else 0,
        "captured_minor": amount if payment.mode == "prepay" else 0,
        "reference": f"bank-{payment.public_id}",
    } | changes
    return tell(payment, paid, now=now, **values)


def tell(payment: Payment, outcome: Outcome, *, now: datetime | None = None, **changes: Any) -> Payment:
    """Let the bank say how a payment stands."""
    values = {"reference": f"bank-{payment.public_id}"} | changes
    return settling.heard(payment, Result(outcome=outcome, **values), now=now or clock.now())


def confirmed(seat: Seat, *, now: datetime | None = None) -> Seat:
    """Pay for a seat and return it as it is then."""
    pay(seat, now=now)
    return fresh(seat)
