"""What staff take back, with a reason: a help that does not hold, or an unlock as a whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from lib.machines import steps
from rewards.models import Assist, AssistReversal, Redemption, Unlock
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import listings
from rewards.services.assists import activities, locking, notifying, releasing
from rewards.services.assists.opening import UnlockMoved
from rewards.services.catalogue import issuing, locking as rewards, notifying as catalogue

State = Unlock.State


@transaction.atomic
def reverse(*, by: User, assist: Assist, reason: str, now: datetime) -> AssistReversal:
    """Take a help out, and its points back. Twice changes nothing.

    Before it is handed over the number becomes smaller, and one that waits for stock is open again until its deadline.
    What was handed over stays: only `revoke` takes it back.
    Locks: the reward, the unlock. Raises: NotFound, NotAllowed: not staff, or of this brand. Invalid: no reason.
    """
    said = listings.check_reason(reason)
    held = locking.unlock(assist.unlock_id)
    roles.require(user=by, brand=held.reward.brand, action=Action.REVIEW)
    known = AssistReversal.objects.filter(assist=assist).first()
    if known:
        return known
    counted = held.state in (State.OPEN, State.WAITLISTED)
    made = AssistReversal.objects.create(assist=assist, by=by, reason=said, counted=counted, at=now)
    if held.state == State.WAITLISTED:
        steps.take(held, State.OPEN, actor=by, cause="fewer", now=now, reached_at=None, helped=held.helped - 1)
    elif counted:
        Unlock.objects.filter(pk=held.pk, helped__gt=0).update(helped=F("helped") - 1)
        held.helped -= 1
    activities.not_helped(assist, held, by=by, now=now)
    notifying.reversed_(assist, held, said, by, now)
    return made


@transaction.atomic
def revoke(*, by: User, unlock: Unlock, reason: str, now: datetime) -> Unlock:
    """Take an unlock back as a whole, and what was handed over with it. Twice changes nothing.

    What helpers earned stays with them unless their help is reversed as well.
    Locks: the reward, the unlock, its redemption.
    Raises: NotFound, NotAllowed: not staff, or of this brand. UnlockMoved: nothing can come of it any more. Invalid.
    """
    said = listings.check_reason(reason)
    held = locking.unlock(unlock.pk)
    roles.require(user=by, brand=held.reward.brand, action=Action.REVIEW)
    if held.state == State.REVOKED:
        return held
    if State.REVOKED not in held.PATHS.get(held.state, ()):
        raise UnlockMoved(state=held.state)
    before = held.state
    steps.take(held, State.REVOKED, actor=by, cause="revoked", now=now, data={"reason": said}, reason=said)
    if before == State.UNLOCKED:
        releasing.free(held, actor=by, cause="revoked", now=now)
    if before == State.CLAIMED:
        _take_back(held, by, said, now)
    if before in (State.UNLOCKED, State.CLAIMED):
        activities.not_unlocked(held, by=by, now=now)
    notifying.revoked(held, by, now)
    return held


def _take_back(held: Unlock, by: User, said: str, now: datetime) -> None:
    """Take back the redemption as far as it goes; what ended by itself has ended."""
    row = rewards.redemption_of(held.reward, held.redemption_id or 0)
    if row.state == Redemption.State.APPROVED:
        issuing.let_go(row, Redemption.State.CANCELLED, actor=by, cause="revoked", now=now, answer=said)
    elif row.state in (Redemption.State.ISSUED, Redemption.State.USED):
        issuing.reverse(row, by=by, cause="revoked", reason=said, now=now)
    catalogue.changed(row)
