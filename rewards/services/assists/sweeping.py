"""What happens to unlocks by themselves: their time ends, or what is kept is not claimed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from lib import jobs
from lib.machines import steps
from rewards.models import Reward, Unlock
from rewards.services.assists import activities, locking, notifying, releasing

SOON = timedelta(hours=6)  # before the deadline of an open one
CLAIM_SOON = timedelta(days=1)
State = Unlock.State
OPEN_LONG = timedelta(hours=12)  # a shorter window needs no reminder


def expire_due(*, now: datetime) -> int:
    """End what ran out of time, and what nobody can hand over any more; return how many. Safe to run twice."""
    return jobs.sweep(_over(now).order_by("deadline_at", "pk"), _expire, now)


def warn_due(*, now: datetime) -> int:
    """Tell owners once of what ends soon; return how many. Safe to run twice."""
    return jobs.sweep(_ending(now).order_by("deadline_at", "pk"), _warn, now)


def _over(now: datetime) -> QuerySet[Unlock]:
    gone = Q(state__in=(State.OPEN, State.WAITLISTED), reward__state=Reward.State.CLOSED)
    late = Q(state=State.OPEN, deadline_at__lte=now) | Q(state=State.UNLOCKED, claim_by__lte=now)
    return Unlock.objects.filter(late | gone)


def _ending(now: datetime) -> QuerySet[Unlock]:
    short = Q(state=State.OPEN, deadline_at__gt=now, deadline_at__lte=now + SOON)
    short &= Q(deadline_at__gte=F("opened_at") + OPEN_LONG)
    kept = Q(state=State.UNLOCKED, claim_by__gt=now, claim_by__lte=now + CLAIM_SOON)
    return Unlock.objects.filter(short | kept, warned_at=None)


@transaction.atomic
def _expire(pk: int, now: datetime) -> int:
    held = locking.unlock(pk)
    if not _over(now).filter(pk=pk).exists():
        return 0
    before = held.state
    cause = "unclaimed" if before == State.UNLOCKED else _cause(held, now)
    steps.take(held, State.EXPIRED, cause=cause, now=now)
    if before == State.UNLOCKED:
        releasing.free(held, actor=None, cause=cause, now=now)
    consoles = before != State.UNLOCKED and held.reward.consoles and held.helped > 0
    if consoles:
        activities.tried(held, now)
    notifying.expired(held, cause, now, consoles=consoles)
    return 1


def _cause(held: Unlock, now: datetime) -> str:
    is_late = held.state == State.OPEN and held.deadline_at <= now
    return "time_over" if is_late else "closed"


@transaction.atomic
def _warn(pk: int, now: datetime) -> int:
    held = locking.unlock(pk)
    if not _ending(now).filter(pk=pk).update(warned_at=now):
        return 0
    until = held.deadline_at if held.is_open else held.claim_by or held.deadline_at
    notifying.ending(held, until, now)
    return 1
