"""A day before, everybody who comes is reminded, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from community.models import Meetup
from community.services.meetups import locking, notifying
from lib import columns, jobs
from live.services import topics


def remind_due(*, now: datetime) -> int:
    """Remind of each meetup that is due; return of how many. A sweeper."""
    due = Meetup.objects.filter(reminds_at__lte=now).order_by("reminds_at", "pk")
    return jobs.sweep(due, _remind, now)


@transaction.atomic
def _remind(pk: int, *, now: datetime) -> int:
    """Locks: the meetup."""
    held = locking.meetup(pk)
    if held.reminds_at is None or held.reminds_at > now:
        return 0
    columns.write(held, {"reminds_at": None})
    if not held.is_published or held.is_called_off or held.has_begun(now):
        return 0
    topics.touch(*notifying.remind(held, now=now))
    return 1
