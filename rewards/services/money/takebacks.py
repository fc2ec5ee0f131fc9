"""Money that a gateway gave back and nobody here asked for: at its own desk, or because the payer's bank took it.

It is booked as a refund that is through, under a key made of the gateway's own id, so that it is booked once however
often and in whatever order it is told. What is still disputed changes nothing: staff and the brand's owners hear of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rewards.models import Payment, Refund
from rewards.payments import Cause, TakenBack
from rewards.services.money import booking, money_news


def book(payment: Payment, found: Sequence[TakenBack], now: datetime) -> None:
    """Book what is new. The payment is locked with all above it, and none of our own refunds is on its way."""
    known = set(payment.refunds.values_list("key", flat=True))
    for one in sorted(found, key=lambda one: one.id):
        key = f"{payment.provider}:{one.id}"[:80]
        if one.status == "done" and key not in known:
            _book(payment, one, key, now)
        elif one.status == "pending" and one.cause == Cause.CHARGEBACK:
            _tell(payment, one, key, now)


def _book(payment: Payment, one: TakenBack, key: str, now: datetime) -> None:
    """Take the steps of payment and seat; a bank that takes more than there was is told of and not booked."""
    amount = min(one.amount_minor, payment.captured_minor - payment.refunded_minor)
    if amount > 0:
        row = Refund.objects.create(
            payment=payment,
            key=key,
            amount_minor=amount,
            cause=one.cause,
            state=Refund.State.DONE,
            asked_at=now,
            done_at=now,
        )
        booking.book(payment, row, now)
    _tell(payment, one, key, now)


def _tell(payment: Payment, one: TakenBack, key: str, now: datetime) -> None:
    money_news.taken_back(
        payment.seat,
        key=key,
        cause=one.cause,
        is_open=one.status == "pending",
        amount_minor=one.amount_minor,
        now=now,
    )
