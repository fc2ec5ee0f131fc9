"""Seeing to it that what was paid is sent: a brand is reminded in time, and both sides hear when an order is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from lib import jobs
from rewards.models import Seat
from rewards.services.buying import locking, order_news

AHEAD = timedelta(days=2)


def remind_due(*, now: datetime) -> int:
    """Remind brands of the orders that are to be sent within two days, each once; return how many. A sweeper."""
    return _by_campaign(_soon(now), _remind, now)


def note_late_due(*, now: datetime) -> int:
    """Note which orders are late, and tell buyers and brands, each once; return how many. A sweeper."""
    return _by_campaign(_late(now), _note_late, now)


def _soon(now: datetime) -> Q:
    return Q(state=Seat.State.CAPTURED, reminded_at=None, ship_by__gt=now, ship_by__lte=now + AHEAD)


def _late(now: datetime) -> Q:
    return Q(state=Seat.State.CAPTURED, late_at=None, ship_by__lte=now)


def _by_campaign(due: Q, do: Callable[[int, datetime], int], now: datetime) -> int:
    rows = Seat.objects.filter(due).order_by("ship_by", "pk")
    campaigns = sorted(set(rows.values_list("campaign_id", flat=True)[: jobs.SWEPT]))
    return jobs.each(campaigns, lambda pk: do(pk, now))


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    due = list(Seat.objects.filter(_soon(now), campaign=campaign).order_by("ship_by", "pk")[: jobs.SWEPT])
    if due and due[0].ship_by:
        Seat.objects.filter(pk__in=[seat.pk for seat in due]).update(reminded_at=now)
        order_news.due(campaign, len(due), due[0].ship_by, now)
    return len(due)


@transaction.atomic
def _note_late(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    rows = Seat.objects.select_related("user", "team").filter(_late(now), campaign=campaign)
    late = list(rows.order_by("ship_by", "pk")[: jobs.SWEPT])
    if late:
        Seat.objects.filter(pk__in=[seat.pk for seat in late]).update(late_at=now)
        order_news.late(campaign, late, now)
    return len(late)
