"""A member asks friends to unlock something, and may give it up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from lib.machines import steps
from lib.moment import Moment
from rewards import gates
from rewards.models import Reward, Unlock
from rewards.selectors import catalogue
from rewards.services.assists import locking, notifying, releasing
from rewards.services.buying.refusals import KeyReused
from rewards.services.catalogue import locking as rewards
from rewards.services.catalogue.redeeming import Shut

State = Unlock.State


class UnlockMoved(errors.Conflict):
    """The unlock has moved on; `data["state"]` says where it is."""

    code = "rewards.unlock_moment"
    message = _("That is not possible any more: this has moved on.")


@transaction.atomic
def begin(*, actor: User, reward: Reward, key: str, now: datetime) -> Unlock:
    """Begin an unlock: a link for friends, and a time that starts now.

    The same `key` of the same member gives the same unlock, whatever became of it.
    Locks: the reward. Raises: Shut, with the code of the gate; KeyReused.
    """
    moment = Moment(now)
    held = rewards.reward(reward.pk)
    known = _known(actor, held, key)
    if known:
        return known
    _check_gates(actor, held, moment())
    deadline = now + timedelta(hours=held.help_hours)
    made = Unlock(
        state=State.OPEN, reward=held, owner=actor, key=key, needed=held.helpers, opened_at=now,
        deadline_at=min(deadline, held.closes_at or deadline),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise KeyReused from error  # the same key came for two rewards at once
    steps.born(made, actor=actor, cause="begun", now=now, needed=made.needed)
    notifying.changed(made)
    return made


@transaction.atomic
def leave(*, actor: User, unlock: Unlock, now: datetime) -> Unlock:
    """Give an unlock up, even one that is kept: somebody else can have it. Twice changes nothing.

    Locks: the reward, the unlock, its redemption. Raises: NotFound: another's. UnlockMoved.
    """
    held = locking.unlock(unlock.pk)
    if held.owner_id != actor.pk:
        raise errors.NotFound(code="rewards.unlock_not_found")
    if held.state == State.LEFT:
        return held
    if not held.is_live:
        raise UnlockMoved(state=held.state)
    was_kept = held.state == State.UNLOCKED
    steps.take(held, State.LEFT, actor=actor, cause="changed_mind", now=now)
    if was_kept:
        releasing.free(held, actor=actor, cause="given_up", now=now)
    notifying.changed(held)
    return held


def _known(actor: User, reward: Reward, key: str) -> Unlock | None:
    found = Unlock.objects.select_related("reward__brand", "owner").filter(owner=actor, key=key).first()
    if found and found.reward_id != reward.pk:
        raise KeyReused
    return found


def _check_gates(actor: User, reward: Reward, at: datetime) -> None:
    shut = gates.asking(reward, catalogue.standing(user=actor, rewards=[reward], now=at), at)
    if shut:
        raise Shut(shut.words, code=shut.code, **shut.data)
