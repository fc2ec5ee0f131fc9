"""How a plant ends: harvested, withered, or pulled up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from gamify.services import record
from lib import clean, errors, jobs
from lib.machines import steps
from live.services import topics
from rewards.models import Plant
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import listings, promises
from rewards.services.garden import locking, notifying
from rewards.services.garden.watering import waterers

State = Plant.State
NOTE_LENGTH = 500
WEEK = timedelta(days=7)


@transaction.atomic
def harvest(*, by: User, plant: Plant, note: str, now: datetime) -> Plant:
    """Say how a ripe plant was harvested: where the tree stands, how the goods come. Twice changes nothing.

    Locks: the plant. Raises: NotAllowed: not of its brand. Conflict: it is not ripe. Invalid without a word.
    """
    said = clean.block(note, field="note", most=NOTE_LENGTH, least=3)
    held = locking.plant(plant.pk)
    roles.require(user=by, brand=held.seed.brand, action=Action.SHIP)
    if held.state == State.HARVESTED:
        return held
    if held.state != State.RIPE:
        raise errors.Conflict(code="rewards.plant_not_ripe", state=held.state)
    steps.take(held, State.HARVESTED, actor=by, cause="harvested", now=now, note=said)
    notifying.harvested(held, waterers(held), now)
    topics.touch(locking.topic(held))
    return held


@transaction.atomic
def pull_up(*, by: User, plant: Plant, reason: str, now: datetime) -> Plant:
    """Take a plant away that should not be there; its harvest is free again, and what it gave goes back. Staff.

    Locks: the plant. Raises: NotAllowed; Invalid without a reason. Conflict: it has withered.
    """
    said = listings.check_reason(reason)
    held = locking.plant(plant.pk)
    roles.require(user=by, brand=held.seed.brand, action=Action.REVIEW)
    if held.state == State.WITHERED:
        return held
    was_harvested = held.state == State.HARVESTED
    steps.take(held, State.WITHERED, actor=by, cause="pulled_up", now=now, data={"reason": said}, note=said)
    if was_harvested:
        for user in waterers(held):
            record.undo(source=notifying.SOURCE, key=notifying.key_of(held, user), reason="pulled_up", by=by, now=now)
    else:
        locking.free(held)
    notifying.withered(held, waterers(held), now)
    topics.touch(locking.topic(held))
    return held


def wither_due(*, now: datetime) -> int:
    """End the plants whose time is over; return how many. Their harvest is free for others. A sweeper."""
    due = Plant.objects.filter(state=State.GROWING, ends_at__lte=now).order_by("ends_at")
    return jobs.sweep(due, _wither, now)


def remind_due(*, now: datetime) -> int:
    """Remind brands weekly of plants that wait for their harvest, and from a month on the staff; return how many.

    A plant stays ripe however long that takes: nobody's points hang on it, its place is free for the next, and its
    harvest is promised to those who watered it. A sweeper.
    """
    return jobs.sweep(Plant.objects.filter(_waits(now)).order_by("pk"), _remind, now)


def _waits(now: datetime) -> Q:
    quiet = Q(reminded_at=None) | Q(reminded_at__lte=now - WEEK)
    return Q(state=State.RIPE, ripe_at__lte=now - 2 * WEEK) & quiet


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    held = locking.plant(pk)
    if not Plant.objects.filter(_waits(now), pk=pk).update(reminded_at=now):
        return 0
    since = held.ripe_at or now
    is_forgotten = since <= now - 2 * WEEK - promises.GRACE
    notifying.still_ripe(held, with_staff=is_forgotten, now=now)
    return 1


@transaction.atomic
def _wither(pk: int, now: datetime) -> int:
    held = locking.plant(pk)
    if held.state != State.GROWING or held.ends_at > now:
        return 0
    steps.take(held, State.WITHERED, cause="time_over", now=now)
    locking.free(held)
    notifying.withered(held, waterers(held), now)
    topics.touch(locking.topic(held))
    return 1
