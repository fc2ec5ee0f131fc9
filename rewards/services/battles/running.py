"""What a battle does by itself: it begins, tells its players when half of it and all but an hour is over, and ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from lib import chores
from lib.machines import steps
from live.services import topics
from rewards.models import Battle
from rewards.services.battles import telling
from rewards.services.battles.terms import FEWEST_TEAMS

State = Battle.State
LAST = timedelta(hours=1)
HALFWAY, LAST_HOUR = "halfway", "last_hour"


def start_due(*, now: datetime) -> int:
    """Begin the battles whose time has come, or call them off when too few teams have players; return how many."""
    return chores.each(_some(State.ANNOUNCED, starts_at__lte=now), lambda pk: _start(pk, now))


def lock_due(*, now: datetime) -> int:
    """End the battles whose time is over: what happens from then on brings nothing. Return how many."""
    return chores.each(_some(State.RUNNING, ends_at__lte=now), lambda pk: _lock(pk, now))


def tell_due(*, now: datetime) -> int:
    """Tell players how it stands halfway and before the last hour, once each; return how many battles did."""
    running = Battle.objects.filter(state=State.RUNNING, moments__lt=2)
    due = [row.pk for row in running.order_by("pk")[:500] if row.moments < len(_moments(row, now))]
    return chores.each(due, lambda pk: _tell(pk, now))


def _some(state: str, **due: datetime) -> list[int]:
    rows: QuerySet[Battle] = Battle.objects.filter(state=state, **due)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:500])


def _held(pk: int) -> Battle:
    return Battle.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=pk)


@transaction.atomic
def _start(pk: int, now: datetime) -> int:
    battle = _held(pk)
    if battle.state != State.ANNOUNCED:
        return 0
    if battle.teams.filter(players__gt=0).count() < FEWEST_TEAMS:
        steps.take(battle, State.VOID, cause="too_few", now=now)
        telling.called_off(battle, now=now)
    else:
        steps.take(battle, State.RUNNING, cause="begun", now=now)
        telling.begun(battle, now)
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
    due = _moments(battle, now)
    if battle.state != State.RUNNING or battle.moments >= len(due):
        return 0
    battle.moments = len(due)
    battle.save(update_fields=["moments"])
    telling.moment(battle, due[-1], now)
    return 1


def _moments(battle: Battle, now: datetime) -> Sequence[str]:
    """Return what has come of halfway and the last hour; a battle of two hours has but one of them."""
    assert battle.starts_at is not None
    assert battle.ends_at is not None
    if now >= battle.ends_at - LAST:
        return HALFWAY, LAST_HOUR
    return (HALFWAY,) if now >= battle.starts_at + (battle.ends_at - battle.starts_at) / 2 else ()
