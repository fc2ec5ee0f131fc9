"""Proving that our books and the fake bank's agree; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Sum

from lib.proofs import Difference
from rewards.models import FakeCharge, FakeNotice, Payment, Refund
from rewards.payments import Cause


def find_contradicted(now: datetime) -> Iterator[Difference]:
    """Yield payments at rest, of which the bank has no more to tell, that its books contradict. Queries: 3."""
    del now
    told = FakeNotice.objects.filter(sent_at=None, kind__in=list(Cause)).values("charge__payment")
    rest = Payment.objects.filter(provider="fake").exclude(calls__done_at=None).exclude(public_id__in=told)
    books = FakeCharge.objects.in_bulk(list(rest.values_list("public_id", flat=True)), field_name="payment")
    past = _past_the_bank()
    for payment in rest.exclude(state__in=["created", "pending", "unknown"]).order_by("pk"):
        book = books.get(payment.public_id) or FakeCharge()
        ours = (payment.captured_minor, payment.refunded_minor - past.get(payment.pk, 0), payment.held_minor)
        theirs = (book.captured_minor, book.back_minor, book.held_minor)
        has_twice = payment.pk in past and theirs[1] > ours[1]  # its buyer does: that is told
        if (theirs[:2] != ours[:2] and not has_twice) or book.held_minor > payment.held_minor:
            yield Difference(f"payment {payment.public_id}", ours, theirs)


def _past_the_bank() -> dict[int, int]:
    """Return what of each payment went another way."""
    rows = Refund.objects.exclude(reference="").filter(state=Refund.State.DONE).order_by()
    return dict(rows.values_list("payment").annotate(Sum("amount_minor")))
