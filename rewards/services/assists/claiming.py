"""Its owner claims what friends unlocked: a code or benefit is theirs at once, a thing is packed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from lib import errors
from lib.machines import steps
from lib.moment import Moment
from rewards.models import Unlock
from rewards.services.assists import locking, notifying
from rewards.services.assists.opening import UnlockMoved
from rewards.services.catalogue import issuing, locking as rewards

State = Unlock.State


@transaction.atomic
def claim(*, actor: User, unlock: Unlock, now: datetime) -> Unlock:
    """Take what is kept. Twice changes nothing: the benefit is handed out once.

    Locks: the reward, the unlock, its redemption. Raises: NotFound: another's. UnlockMoved: not kept, or no more.
    """
    moment = Moment(now)
    held = locking.unlock(unlock.pk)
    if held.owner_id != actor.pk:
        raise errors.NotFound(code="rewards.unlock_not_found")
    if held.state == State.CLAIMED:
        return held
    if held.state != State.UNLOCKED or (held.claim_by and held.claim_by <= moment()):
        raise UnlockMoved(state=held.state)
    steps.take(held, State.CLAIMED, actor=actor, cause="claimed", now=now)
    kept = rewards.redemption_of(held.reward, held.redemption_id or 0)
    issuing.approve(kept, actor=actor, cause="claimed", now=now)
    held.redemption = kept
    notifying.changed(held)
    return held
