"""What the people of a brand, and staff, say to a redemption: granted, refused, sent, used, taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors
from lib.machines import steps
from rewards.models import Redemption, RedemptionAddress
from rewards.policies import Action, may
from rewards.selectors import roles
from rewards.services.buying.addresses import NoAddress
from rewards.services.catalogue import issuing, locking, notifying
from rewards.services.catalogue.redeeming import TooLate

ANSWER_LENGTH = 500
State = Redemption.State


class OwnRedemption(errors.NotAllowed):
    """Nobody decides about what they redeem themselves."""

    code = "rewards.own_redemption"
    message = _("This is yours: somebody else of the brand has to decide.")


@transaction.atomic
def approve(*, by: User, redemption: Redemption, now: datetime) -> Redemption:
    """Grant what waits; codes and benefits are handed over at once. Twice changes nothing.

    Locks: the reward, the redemption, the player.
    Raises: NotFound, NotAllowed: `by` does not work for the brand. OwnRedemption, TooLate.
    """
    held = _lock(by, redemption, Action.SHIP)
    if held.state in (State.APPROVED, State.ISSUED):
        return held
    _check(held, State.RESERVED)
    issuing.approve(held, actor=by, cause="approved", now=now)
    return held


@transaction.atomic
def reject(*, by: User, redemption: Redemption, reason: str, now: datetime) -> Redemption:
    """Refuse what waits and say why: points and stock come back. Locks, raises: as `approve`; Invalid: no reason."""
    said = clean.block(reason, field="reason", most=ANSWER_LENGTH, least=3)
    held = _lock(by, redemption, Action.SHIP)
    if held.state == State.REJECTED:
        return held
    _check(held, State.RESERVED)
    issuing.let_go(held, State.REJECTED, actor=by, cause="rejected", now=now, answer=said)
    notifying.rejected(held, by, now)
    return held


@transaction.atomic
def send(*, by: User, redemption: Redemption, note: str = "", now: datetime) -> Redemption:
    """Note that the parcel of an approved redemption is on its way: only now are its points spent.

    Locks, raises: as `approve`; NoAddress.
    """
    said = clean.line(note, field="note", most=ANSWER_LENGTH)
    held = _lock(by, redemption, Action.SHIP)
    if held.state == State.ISSUED:
        return held
    _check(held, State.APPROVED)
    if not RedemptionAddress.objects.filter(redemption=held).exists():
        raise NoAddress(state=held.state)
    issuing.issue(held, actor=by, cause="sent", now=now, answer=said)
    return held


@transaction.atomic
def use(*, by: User, redemption: Redemption, now: datetime) -> Redemption:
    """Note that it was used or has arrived: its member or the brand says so. Twice changes nothing.

    Locks: as `approve`. Raises: NotFound, NotAllowed, TooLate.
    """
    held = locking.redemption(redemption.pk)
    if held.user_id != by.pk:
        roles.require(user=by, brand=held.reward.brand, action=Action.SHIP)
    if held.state == State.USED:
        return held
    _check(held, State.ISSUED)
    if held.expires_at and held.expires_at <= now:
        raise TooLate(state=State.EXPIRED)
    steps.take(held, State.USED, actor=by, cause="used", now=now)
    notifying.changed(held)
    return held


@transaction.atomic
def reverse(*, by: User, redemption: Redemption, reason: str, now: datetime) -> Redemption:
    """Take back what was issued, saying why: its points come back. An unused benefit is free for somebody else.

    A code that was seen and a parcel that was sent are gone, so they stay counted in the stock.
    Locks: as `approve`. Raises: NotFound, NotAllowed: neither an owner of the brand nor staff. TooLate, Invalid.
    """
    said = clean.block(reason, field="reason", most=ANSWER_LENGTH, least=3)
    held = _lock(by, redemption, Action.REFUND)
    if held.state == State.REVERSED:
        return held
    _check(held, State.ISSUED, State.USED)
    issuing.reverse(held, by=by, cause="taken_back", reason=said, now=now)
    notifying.reversed_(held, by, now)
    return held


def _lock(by: User, redemption: Redemption, action: Action) -> Redemption:
    held = locking.redemption(redemption.pk)
    role = roles.require(user=by, brand=held.reward.brand, action=action)
    if held.user_id == by.pk and may(action, role):
        raise OwnRedemption
    return held


def _check(held: Redemption, *allowed: str) -> None:
    if held.state not in allowed:
        raise TooLate(state=held.state)
