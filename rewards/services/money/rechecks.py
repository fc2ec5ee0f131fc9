"""Asking again about money that was charged: a webhook that was lost must not hide that a bank took it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q

from lib import jobs
from rewards.models import Payment
from rewards.services.money import reconciling

# Source: card networks take charges back within 120 days. A payment is at most 37 older than its charge: a team's 30,
# and a week to mend it.
WATCHED = timedelta(days=120 + 37)
EVERY = timedelta(days=1)
BATCH = 50


def ask_again(*, now: datetime) -> int:
    """Ask about some charged payments, each once a day, longest silence first; return how many. A sweeper."""
    due = Payment.objects.filter(
        Q(watched_at=None) | Q(watched_at__lte=now - EVERY), state=Payment.State.CAPTURED, created_at__gt=now - WATCHED
    )
    by_silence = due.order_by(F("watched_at").asc(nulls_first=True), "pk")
    return jobs.each(list(by_silence[:BATCH]), lambda payment: _ask(payment, now))


def _ask(payment: Payment, now: datetime) -> int:
    Payment.objects.filter(pk=payment.pk).update(watched_at=now)  # first: one that fails does not hold up the line
    reconciling.look(payment=payment, now=now)
    return 1
