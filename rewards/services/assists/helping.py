"""A friend helps: one click, once. The help that is still missing, the unlock and the benefit are one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from lib import errors
from lib.machines.steps import Overtaken
from lib.moment import Moment
from rewards import help_gates
from rewards.models import Assist, Unlock
from rewards.selectors import helpers
from rewards.services.assists import activities, locking, notifying, serving


class CannotHelp(errors.Conflict):
    """A gate for helpers is shut; its code, words and `data` are the gate's (`rewards/help_gates.py`)."""

    code = "rewards.help_shut"


@dataclass(frozen=True)
class Helped:
    """The unlock as it is now; `is_new` is false for who had helped before."""

    unlock: Unlock
    is_new: bool


@transaction.atomic
def give(*, actor: User, unlock: Unlock, now: datetime) -> Helped:
    """Count a friend's help; the one that was still missing unlocks it and hands over, or lets it wait for one.

    Helping again changes nothing: the helper and the unlock are the key.
    Locks: the reward, the unlock. Raises: CannotHelp.
    """
    moment = Moment(now)
    held = locking.unlock(unlock.pk)
    if _has_helped(actor, held):
        return Helped(held, is_new=False)
    shut = help_gates.first(held, helpers.standing(user=actor, unlock=held), moment())
    if shut:
        raise CannotHelp(shut.words, code=shut.code, **shut.data)
    assist = Assist.objects.create(unlock=held, helper=actor, owner=held.owner, at=now)
    _count(held)
    activities.helped(assist, held, now)
    notifying.helped(assist, held, now)
    if not held.missing:
        serving.finish(held, now)
    return Helped(held, is_new=True)


def _has_helped(actor: User, held: Unlock) -> bool:
    return Assist.objects.filter(unlock=held, helper=actor).exists()


def _count(held: Unlock) -> None:
    """Count one more. Guarded: beyond what is needed nothing counts. Raises: Overtaken."""
    open_one = Unlock.objects.filter(pk=held.pk, state=Unlock.State.OPEN, helped__lt=F("needed"))
    if not open_one.update(helped=F("helped") + 1):
        raise Overtaken
    held.helped += 1
