"""What a battle does by itself: it begins, says when half of it and all but an hour or a minute is over, and ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lib import jobs
from lib.machines import steps
from live.services import topics
from rewards.models import Battle
from rewards.services.battles import notifying, schedule
from rewards.services.battles.terms import FEWEST_TEAMS

State = Battle.State


def start_due(*, now: datetime) -> int:
    """Begin the battles whose time has come, or call them off when too few teams have players; return how many."""
    due = Battle.objects.filter(state=State.ANNOUNCED, starts_at__lte=now).order_by("pk")
    return jobs.sweep(due, _start, now)


def lock_due(*, now: datetime) -> int:
    """End the battles whose time is over: what happens from then on brings nothing. Return how many."""
    over = Battle.objects.filter(state=State.RUNNING, ends_at__lte=now).order_by("pk")
    return jobs.sweep(over, _lock, now)


def tell_due(*, now: datetime) -> int:
    """Say how it stands halfway, before the last hour and in the last minute, once each; return how many battles did.

    All of them stand in the feed; an inbox has one line of one battle at most.
    """
    running = Battle.objects.filter(state=State.RUNNING, moments__lt=schedule.MOST)
    due = [row.pk for row in running.order_by("pk")[:500] if row.moments < len(schedule.passed(row, now))]
    return jobs.each(due, lambda pk: _tell(pk, now))


def _held(pk: int) -> Battle:
    return Battle.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=pk)


@transaction.atomic
def _start(pk: int, now: datetime) -> int:
    battle = _held(pk)
    if battle.state != State.ANNOUNCED:
        return 0
    if battle.teams.filter(players__gt=0).count() < FEWEST_TEAMS:
        steps.take(battle, State.VOID, cause="too_few", now=now)
        notifying.called_off(battle, now=now)
    else:
        steps.take(battle, State.RUNNING, cause="begun", now=now)
        notifying.begun(battle, now)
    topics.touch(f"battle:{battle.pk}")
    return 1


@transaction.atomic
def _lock(pk: int, now: datetime) -> int:
    battle = _held(pk)
    if battle.state != State.RUNNING:
        return 0
    steps.take(battle, State.LOCKED, cause="time_over", now=now)
    topics.touch(f"battle:{battle.pk}")
    return 1


@transaction.atomic
def _tell(pk: int, now: datetime) -> int:
    """Tell of the latest moment only: whoever was asleep need not hear that it was halfway an hour before the end."""
    battle = _held(pk)
    due = schedule.passed(battle, now)
    if battle.state != State.RUNNING or battle.moments >= len(due):
        return 0
    battle.moments = len(due)
    battle.save(update_fields=["moments"])
    name, _at = due[-1]
    if name != schedule.LAST_MINUTE:
        notifying.moment(battle, name, now)
    topics.touch(f"battle:{battle.pk}")
    return 1
