"""Asking again about money that was charged or given back: a webhook that was lost must not hide that a bank took it
back, or that it never arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from lib import jobs
from rewards.models import Payment, Refund
from rewards.payments import Cause
from rewards.services.money import reconciling

# Source: card networks take charges back within 120 days. A payment is at most 37 older than its charge: a team's 30,
# and a week to mend it.
WATCHED = timedelta(days=120 + 37)
EVERY = timedelta(days=1)
BATCH = 50
# A refund may come back to the bank weeks after it said "done": the account took no money.
ARRIVES = timedelta(days=30)


def ask_again(*, now: datetime) -> int:
    """Ask about some charged payments, and some that went back as a whole lately; return how many. A sweeper.

    Each once a day, longest silence first; a partial refund is asked about with its charge.
    """
    rows = [*_charged(now)[:BATCH], *_gone_back(now)[:BATCH]]
    return jobs.each(rows, lambda payment: _ask(payment, now))


def _charged(now: datetime) -> QuerySet[Payment]:
    return _unwatched(now).filter(state=Payment.State.CAPTURED, created_at__gt=now - WATCHED)


def _gone_back(now: datetime) -> QuerySet[Payment]:
    """Return what the bank said it gave back within ARRIVES, from the day after; what it took itself, it will say."""
    ours = Refund.objects.filter(state=Refund.State.DONE, reference="").exclude(cause__in=list(Cause))
    lately = ours.filter(done_at__gt=now - ARRIVES, done_at__lte=now - EVERY)
    return _unwatched(now).filter(state=Payment.State.REFUNDED, pk__in=lately.values("payment"))


def _unwatched(now: datetime) -> QuerySet[Payment]:
    rows = Payment.objects.filter(Q(watched_at=None) | Q(watched_at__lte=now - EVERY))
    return rows.order_by(F("watched_at").asc(nulls_first=True), "pk")


def _ask(payment: Payment, now: datetime) -> int:
    Payment.objects.filter(pk=payment.pk).update(watched_at=now)  # first: one that fails does not hold up the line
    reconciling.look(payment=payment, now=now)
    return 1
