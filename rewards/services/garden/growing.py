"""A plant from its planting to its harvest: the goal never moves, and no sunshine counts twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Player
from gamify.services import record
from lib import chores, clean, errors
from live.services import topics
from rewards.models import Plant, Seed, Watering
from rewards.policies import Action
from rewards.selectors import parts
from rewards.services import refusals, steps
from rewards.services.garden import places, telling

State = Plant.State
NOTE_LENGTH, REASON_LENGTH, KEY_LENGTH = 500, 500, 64


class NoneLeft(errors.Conflict):
    """Every harvest of this seed is promised to a plant."""

    code = "rewards.seed_none_left"
    message = _("All of it is growing somewhere already.")


class GrowsAlready(errors.Conflict):
    """A place grows one plant at a time; `data["plant"]` is which."""

    code = "rewards.plant_grows_already"
    message = _("Something grows here already. Finish it first.")


class NotOfThem(errors.NotAllowed):
    """Only those who belong to a place plant and water there."""

    code = "rewards.plant_not_of_them"
    message = _("Only those who belong here plant and water.")


class NoSunshine(errors.Conflict):
    """Nothing to give: nothing earned here since, all given, or as much given as one may."""

    code = "rewards.no_sunshine"
    message = _("You have no sunshine for it right now. What you do here brings some.")


class NotGrowing(errors.Conflict):
    """The plant is ripe, or its time is over."""

    code = "rewards.plant_not_growing"
    message = _("It does not need water any more.")


@transaction.atomic
def plant(*, actor: User, seed: Seed, scope: str, now: datetime) -> Plant:
    """Plant a seed in a place of one's own; its harvest is kept from that moment on.

    Locks: the seed. Raises: NotOfThem, NoneLeft, GrowsAlready; Conflict: it is not offered.
    """
    held = Seed.objects.select_for_update(no_key=True).get(pk=seed.pk)
    if not places.is_mine(actor, scope):
        raise NotOfThem
    growing = Plant.objects.filter(scope=scope, state=State.GROWING).first()
    if growing:
        raise GrowsAlready(plant=growing.public_id)
    if held.state != Seed.State.OPEN:
        raise errors.Conflict(code="rewards.seed_not_offered", state=held.state)
    if not Seed.objects.filter(pk=held.pk, taken__lt=F("stock")).update(taken=F("taken") + 1):
        raise NoneLeft
    made, is_new = Plant.objects.get_or_create(
        scope=scope,
        state=State.GROWING,
        defaults={
            "seed": held,
            "goal": held.goal,
            "most_each": held.most_each,
            "planted_by": actor,
            "planted_at": now,
            "ends_at": now + timedelta(days=held.days),
        },
    )
    if not is_new:  # somebody else was first, with another seed
        raise GrowsAlready(plant=made.public_id)
    steps.born(made, actor=actor, cause="planted", now=now, goal=made.goal)
    topics.touch(_topic(made))
    return made


@transaction.atomic
def water(*, actor: User, plant: Plant, amount: int, key: str, now: datetime) -> Watering:
    """Give a plant sunshine: `amount` of what one has for it, 0 for all of that; the same `key` gives once.

    What is more than the plant needs, or than one may give, is kept. The last drop makes it ripe.
    Locks: the plant, then the player. Raises: NotOfThem, NotGrowing, NoSunshine, KeyReused; Invalid.
    """
    said = clean.line(key, field="key", most=KEY_LENGTH, least=1)
    held = _lock(plant)
    known = Watering.objects.filter(user=actor, key=said).first()
    if known:
        if known.plant_id != held.pk:
            raise refusals.KeyReused
        return known
    if not places.is_mine(actor, held.scope):
        raise NotOfThem
    if held.state != State.GROWING or held.ends_at <= now:
        raise NotGrowing(state=held.state)
    Player.objects.select_for_update().filter(pk=actor.pk).first()
    have = min(has(actor, held), held.left)
    given = min(amount, have) if amount > 0 else have
    if given <= 0:
        raise NoSunshine
    made = Watering.objects.create(plant=held, user=actor, key=said, amount=given, at=now)
    _add(held, given)
    held.watered += given
    if not held.left:
        steps.take(held, State.RIPE, actor=actor, cause="watered", now=now, ripe_at=now)
        telling.ripe(held, waterers(held), now)
    topics.touch(_topic(held), f"member:{actor.public_id}:game")
    return made


def has(user: User, plant: Plant) -> int:
    """Return how much sunshine somebody has for a plant: earned there since, not given, and no more than one may.

    Queries: 2.
    """
    given = Watering.objects.filter(plant=plant, user=user).aggregate(sum=Sum("amount"))["sum"] or 0
    earned = places.sunshine(user, plant.scope, plant.planted_at)
    return max(0, min(earned, plant.most_each) - given)


@transaction.atomic
def harvest(*, by: User, plant: Plant, note: str, now: datetime) -> Plant:
    """Say how a ripe plant was harvested: where the tree stands, how the goods come. Twice changes nothing.

    Locks: the plant. Raises: NotAllowed: not of its brand. Conflict: it is not ripe. Invalid without a word.
    """
    said = clean.block(note, field="note", most=NOTE_LENGTH, least=3)
    held = _lock(plant)
    parts.require(user=by, brand=held.seed.brand, action=Action.SHIP)
    if held.state == State.HARVESTED:
        return held
    if held.state != State.RIPE:
        raise errors.Conflict(code="rewards.plant_not_ripe", state=held.state)
    steps.take(held, State.HARVESTED, actor=by, cause="harvested", now=now, note=said)
    telling.harvested(held, waterers(held), now)
    topics.touch(_topic(held))
    return held


@transaction.atomic
def pull_up(*, by: User, plant: Plant, reason: str, now: datetime) -> Plant:
    """Take a plant away that should not be there; its harvest is free again, and what it gave goes back. Staff.

    Locks: the plant. Raises: NotAllowed; Invalid without a reason. Conflict: it has withered.
    """
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    held = _lock(plant)
    parts.require(user=by, brand=held.seed.brand, action=Action.REVIEW)
    if held.state == State.WITHERED:
        return held
    was_harvested = held.state == State.HARVESTED
    steps.take(held, State.WITHERED, actor=by, cause="pulled_up", now=now, data={"reason": said}, note=said)
    if was_harvested:
        for user in waterers(held):
            record.undo(source=telling.SOURCE, key=telling.key_of(held, user), reason="pulled_up", by=by, now=now)
    else:
        _free(held)
    telling.withered(held, waterers(held), now)
    topics.touch(_topic(held))
    return held


def wither_due(*, now: datetime) -> int:
    """End the plants whose time is over; return how many. Their harvest is free for others. A sweeper."""
    due = Plant.objects.filter(state=State.GROWING, ends_at__lte=now).order_by("ends_at")
    return chores.each(list(due.values_list("pk", flat=True)[:500]), lambda pk: _wither(pk, now))


def waterers(plant: Plant) -> list[User]:
    """Return those who gave something, in the order in which they are told. Queries: 1."""
    givers = Watering.objects.filter(plant=plant).values("user")
    return list(User.objects.filter(pk__in=givers).order_by("public_id"))


@transaction.atomic
def _wither(pk: int, now: datetime) -> int:
    held = _lock(Plant(pk=pk))
    if held.state != State.GROWING or held.ends_at > now:
        return 0
    steps.take(held, State.WITHERED, cause="time_over", now=now)
    _free(held)
    telling.withered(held, waterers(held), now)
    topics.touch(_topic(held))
    return 1


def _lock(plant: Plant) -> Plant:
    return Plant.objects.select_for_update(of=("self",), no_key=True).select_related("seed__brand").get(pk=plant.pk)


def _add(plant: Plant, given: int) -> None:
    if not Plant.objects.filter(pk=plant.pk, watered__lte=F("goal") - given).update(watered=F("watered") + given):
        raise steps.Overtaken


def _free(plant: Plant) -> None:
    Seed.objects.filter(pk=plant.seed_id, taken__gt=0).update(taken=F("taken") - 1)


def _topic(plant: Plant) -> str:
    return f"plant:{plant.pk}"
