"""Seeing to it that what was paid is sent: a brand is reminded in time, and both sides hear when an order is late."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lib import jobs
from rewards.models import Seat
from rewards.services import promises
from rewards.services.buying import locking, order_news

_PAID = Q(state=Seat.State.CAPTURED)


def remind_due(*, now: datetime) -> int:
    """Remind brands of the orders that are to be sent within two days, each once; return how many. A sweeper."""
    return promises.by_shelf(Seat.objects.filter(_PAID & promises.soon(now)), "campaign_id", _remind, now)


def note_late_due(*, now: datetime) -> int:
    """Note which orders are late, and tell buyers and brands, each once; return how many. A sweeper."""
    return promises.by_shelf(Seat.objects.filter(_PAID & promises.late(now)), "campaign_id", _note_late, now)


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    rows = Seat.objects.filter(_PAID & promises.soon(now), campaign=campaign)
    due = list(rows.order_by("ship_by", "pk")[: jobs.SWEPT])
    if due and due[0].ship_by:
        Seat.objects.filter(pk__in=[seat.pk for seat in due]).update(reminded_at=now)
        order_news.due(campaign, len(due), due[0].ship_by, now)
    return len(due)


@transaction.atomic
def _note_late(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    rows = Seat.objects.select_related("user", "team").filter(_PAID & promises.late(now), campaign=campaign)
    late = list(rows.order_by("ship_by", "pk")[: jobs.SWEPT])
    if late:
        Seat.objects.filter(pk__in=[seat.pk for seat in late]).update(late_at=now)
        order_news.late(campaign, late, now)
    return len(late)
