"""Badges that were published late count what was done before, a page of players at a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from gamify.models import Activity, Backfill, Badge, Player
from gamify.services import record

PAGE = 50  # players whose whole past is in memory at once
MOST_PAGES = 40  # in one go, so that other jobs have their turn


def open_for(*, badge: Badge, now: datetime) -> bool:
    """Have `badge` count what players did before; False when there are none. Inside a transaction. Queries: 2."""
    if not Player.objects.exists():
        return False
    Backfill.objects.create(badge=badge, opened_at=now)
    return True


def advance(*, now: datetime) -> int:
    """Record the backfill of the next players of every open badge, and return how many.

    A crash loses nothing and doubles nothing: each member's is one activity with one key. Outside any transaction.
    """
    total = 0
    for pk in Backfill.objects.filter(closed_at=None).order_by("pk").values_list("pk", flat=True):
        for _page in range(MOST_PAGES):
            with record.batched():
                found = _next(pk, now)
            total += found
            if not found:
                break
    return total


@transaction.atomic
def _next(pk: int, now: datetime) -> int:
    rows = Backfill.objects.select_for_update(skip_locked=True, of=("self",)).select_related("badge")
    job = rows.filter(pk=pk, closed_at=None).first()
    if job is None:
        return 0
    users = _players(job) if job.badge.retired_at is None else []
    for user in users:
        record.backfill(actor=user.user, badge=job.badge, now=now)
    job.reached = users[-1].pk if users else job.reached
    job.closed_at = None if users else now
    job.save(update_fields=["reached", "closed_at"])
    return len(users)


def _players(job: Backfill) -> list[Player]:
    """Return the next players who ever did what the badge is about."""
    did = Activity.objects.filter(actor=OuterRef("pk"), verb=job.badge.verb)
    rows = Player.objects.filter(Exists(did), pk__gt=job.reached).select_related("user").order_by("pk")
    return list(rows[:PAGE])
