"""Giving a plant sunshine: none counts twice, and the goal never moves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Player
from lib import clean, errors
from lib.machines import steps
from live.services import topics
from rewards.models import Plant, Watering
from rewards.services.buying import refusals
from rewards.services.garden import locking, notifying, places
from rewards.services.garden.planting import NotOfThem

State = Plant.State
KEY_LENGTH = 64


class NoSunshine(errors.Conflict):
    """Nothing to give: nothing earned here since, all given, or as much given as one may."""

    code = "rewards.no_sunshine"
    message = _("You have no sunshine for it right now. What you do here brings some.")


class NotGrowing(errors.Conflict):
    """The plant is ripe, or its time is over."""

    code = "rewards.plant_not_growing"
    message = _("It does not need water any more.")


@transaction.atomic
def water(*, actor: User, plant: Plant, amount: int, key: str, now: datetime) -> Watering:
    """Give a plant sunshine: `amount` of what one has for it, 0 for all of that; the same `key` gives once.

    What is more than the plant needs, or than one may give, is kept. The last drop makes it ripe.
    Locks: the plant, then the player. Raises: NotOfThem, NotGrowing, NoSunshine, KeyReused; Invalid.
    """
    said = clean.line(key, field="key", most=KEY_LENGTH, least=1)
    held = locking.plant(plant.pk)
    Player.objects.select_for_update().filter(pk=actor.pk).first()  # before the look: the key may come for two plants
    known = Watering.objects.filter(user=actor, key=said).first()
    if known:
        if known.plant_id != held.pk:
            raise refusals.KeyReused
        return known
    if not places.is_mine(actor, held.scope):
        raise NotOfThem
    if held.state != State.GROWING or held.ends_at <= now:
        raise NotGrowing(state=held.state)
    have = min(has(actor, held), held.left)
    given = min(amount, have) if amount > 0 else have
    if given <= 0:
        raise NoSunshine
    made = Watering.objects.create(plant=held, user=actor, key=said, amount=given, at=now)
    _add(held, given)
    held.watered += given
    if not held.left:
        steps.take(held, State.RIPE, actor=actor, cause="watered", now=now, ripe_at=now)
        notifying.ripe(held, waterers(held), now)
    topics.touch(locking.topic(held), f"member:{actor.public_id}:game")
    return made


def has(user: User, plant: Plant) -> int:
    """Return how much sunshine somebody has for a plant: earned there since, not given, and no more than one may.

    Queries: 2.
    """
    given = Watering.objects.filter(plant=plant, user=user).aggregate(sum=Sum("amount"))["sum"] or 0
    earned = places.sunshine(user, plant.scope, plant.planted_at)
    return max(0, min(earned, plant.most_each) - given)


def waterers(plant: Plant) -> list[User]:
    """Return those who gave something, in the order in which they are told. Queries: 1."""
    givers = Watering.objects.filter(plant=plant).values("user")
    return list(User.objects.filter(pk__in=givers).order_by("public_id"))


def _add(plant: Plant, given: int) -> None:
    if not Plant.objects.filter(pk=plant.pk, watered__lte=F("goal") - given).update(watered=F("watered") + given):
        raise steps.Overtaken
