"""Promises to send by a date, of orders and of redemptions alike (`models.Promised`): which are due, late, broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from lib import jobs
from rewards.models import Redemption

AHEAD = timedelta(days=2)
GRACE = timedelta(days=30)  # so long after it was noted that something is late it goes back by itself


def begin(row: Redemption, days: int, now: datetime) -> None:
    """Begin the time to send what is certain and has somewhere to go; orders have `deadlines.begin`. Queries: 1."""
    row.ship_by, row.reminded_at = now + timedelta(days=days), None
    row.save(update_fields=["ship_by", "reminded_at"])


def soon(now: datetime) -> Q:
    """Return what is to be sent within two days, and nobody was reminded of."""
    return Q(reminded_at=None, ship_by__gt=now, ship_by__lte=now + AHEAD)


def late(now: datetime) -> Q:
    """Return what should have been sent, and nobody was told of."""
    return Q(late_at=None, ship_by__lte=now)


def broken(now: datetime) -> Q:
    """Return what was not sent a month after both sides were told, not after they should have been."""
    return Q(late_at__lte=now - GRACE)


def by_shelf(rows: QuerySet[Any], shelf: str, do: Callable[[int, datetime], int], now: datetime) -> int:
    """Call `do` for each `shelf` (a campaign's or reward's column) of the most urgent rows; return the sum."""
    urgent = rows.order_by("ship_by", "pk").values_list(shelf, flat=True)[: jobs.SWEPT]
    return jobs.each(sorted(set(urgent)), lambda pk: do(pk, now))
