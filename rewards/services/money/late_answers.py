"""A bank that changes its mind: it gave back after all what it had refused, or what it gave back did not arrive."""

from __future__ import annotations

from datetime import datetime

from lib.machines import steps
from rewards.models import Payment, Refund, Seat
from rewards.payments import Result
from rewards.services.money import booking, money_news, repaying, stuck

State = Payment.State
BOUNCED = "bounced"


def book(payment: Payment, result: Result, now: datetime) -> None:
    """Book what was given back after all, and what came back to the bank. Queries: 1 each for what is known already.

    The payment is locked with all above it; while one of our own refunds is on its way nothing changes.
    """
    if payment.state in (State.CAPTURED, State.REFUNDED):
        for row in _rows(payment, result, "done", Refund.State.FAILED):
            _went_after_all(payment, row, now)
        for row in _rows(payment, result, "failed", Refund.State.DONE):
            _came_back(payment, row, now)


def _rows(payment: Payment, result: Result, answer: str, state: str) -> list[Refund]:
    """Return the refunds of which the bank now says `answer`, and our books something else."""
    keys = [key for key, said in result.refunds.items() if said == answer]
    rows = payment.refunds.filter(state=state, reference="", key__in=keys) if keys else payment.refunds.none()
    return list(rows.order_by("pk"))


def _went_after_all(payment: Payment, row: Refund, now: datetime) -> None:
    """Book it, or tell of it when it went another way meanwhile: its buyer has it twice. What was only said is over."""
    said = payment.refunds.filter(state=Refund.State.ASKED).values_list("amount_minor", flat=True)
    if row.amount_minor > repaying.left_of(payment) + sum(said):
        row.payment = payment
        money_news.twice(row, now)
        return
    _note(row, Refund.State.DONE, now)
    repaying.refuse_waiting(payment, now, by_hand=True)
    booking.book(payment, row, now)


def _came_back(payment: Payment, row: Refund, now: datetime) -> None:
    """The buyer's account took no money, days after the bank had said that it went: it is owed again.

    The bank knows no way to that account, so it is not asked for five days first.
    """
    _note(row, Refund.State.FAILED, now)
    back = payment.refunded_minor - row.amount_minor
    steps.take(payment, State.REFUNDING, cause=BOUNCED, now=now)
    steps.take(payment, State.CAPTURED, cause=BOUNCED, now=now, data={"refunded_minor": back}, refunded_minor=back)
    if payment.seat.state == Seat.State.REFUNDED:
        steps.take(payment.seat, Seat.State.REFUNDING, cause=BOUNCED, now=now)
    row.payment = payment
    money_news.failed(payment, [row], now)
    stuck.begin(payment, now)


def _note(row: Refund, state: str, now: datetime) -> None:
    row.state, row.done_at = state, now
    row.save(update_fields=["state", "done_at"])
