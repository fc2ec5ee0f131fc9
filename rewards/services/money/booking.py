"""Booking money that went back without a call of ours: the bank's own doing, or somebody's past the bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from lib.machines import steps
from rewards.models import Payment, Refund, Seat
from rewards.services.buying import notifying, seats
from rewards.services.money import repaying

State = Payment.State


def book(payment: Payment, row: Refund, now: datetime, *, by: User | None = None, **data: Any) -> None:
    """Take the steps of a charged payment and its seat, of which `row` is through; tell the buyer.

    Inside a transaction that holds the payment with all above it. `data` is for the log.
    """
    back = payment.refunded_minor + row.amount_minor
    is_whole = back == payment.captured_minor
    end = State.REFUNDED if is_whole else State.CAPTURED
    steps.take(payment, State.REFUNDING, actor=by, cause=row.cause, now=now)
    told = {"refunded_minor": back, **data}
    steps.take(payment, end, actor=by, cause=row.cause, now=now, data=told, refunded_minor=back, stuck_at=None)
    repaying.refuse_waiting(payment, now, most=payment.captured_minor - back)
    if is_whole:
        _end_order(payment.seat, row, now)
    row.payment = payment
    notifying.refunded(payment.seat, row, now)


def _end_order(seat: Seat, row: Refund, now: datetime) -> None:
    """End the order as a whole refund does; a place in a team that still forms is free again."""
    was_forming = seat.state == Seat.State.AUTHORISED
    repaying.end_order(seat, row, now)
    if was_forming:
        seats.lose(seat=seat, cause=row.cause, now=now)
    repaying.step_back(seat, Seat.State.REFUNDED, row.cause, now)
