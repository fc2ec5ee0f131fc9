"""Planting a seed: its harvest is kept for the plant from that moment on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from lib.machines import steps
from live.services import topics
from rewards.models import Plant, Seed
from rewards.services.garden import locking, places

State = Plant.State


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
    topics.touch(locking.topic(made))
    return made
