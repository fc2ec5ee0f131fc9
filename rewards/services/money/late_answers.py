"""A bank that gave back after all what it had refused, or what was given up while it was silent."""

from __future__ import annotations

from datetime import datetime

from rewards.models import Payment, Refund
from rewards.payments import Result
from rewards.services.money import booking, money_news, repaying

State = Payment.State


def book(payment: Payment, result: Result, now: datetime) -> None:
    """Book such refunds, or tell of those that went another way meanwhile: their buyer has them twice. Queries: 1.

    The payment is locked with all above it. What was only said to have gone another way is overtaken.
    """
    through = [key for key, answer in result.refunds.items() if answer == "done"]
    rows = payment.refunds.filter(state=Refund.State.FAILED, reference="", key__in=through)
    for row in rows.order_by("pk") if payment.state in (State.CAPTURED, State.REFUNDED) else ():
        said = payment.refunds.filter(state=Refund.State.ASKED).values_list("amount_minor", flat=True)
        if row.amount_minor > repaying.left_of(payment) + sum(said):
            row.payment = payment
            money_news.twice(row, now)
            continue
        row.state, row.done_at = Refund.State.DONE, now
        row.save(update_fields=["state", "done_at"])
        repaying.refuse_waiting(payment, now, by_hand=True)
        booking.book(payment, row, now)
