"""A member redeems spark for a reward, and may take it back until it is theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.services import holds
from lib import clean, errors
from lib.machines import steps
from lib.moment import Moment
from rewards import gates
from rewards.models import Redemption, Reward
from rewards.models.reward import CURRENCY
from rewards.selectors import catalogue
from rewards.services.buying.refusals import KeyReused
from rewards.services.catalogue import issuing, locking, notifying, stock

NOTE_LENGTH = 200
OURS = ("prize-", "unlock-")  # how the keys begin of what nobody redeems: whoever took one would stand in its way
State = Redemption.State


class Shut(errors.Conflict):
    """A gate is shut; its code and `data` are the gate's (`rewards/gates.py`)."""

    code = "rewards.reward_shut"


class TooLate(errors.Conflict):
    """The redemption has moved on; `data["state"]` says where it is."""

    code = "rewards.redemption_moment"
    message = _("That is not possible any more: this has moved on.")


def redeem(*, actor: User, reward: Reward, key: str, note: str = "", now: datetime) -> Redemption:
    """Set the points aside and claim one of the stock; issue it at once where nobody has to agree.

    The same `key` of the same member gives the same redemption, whatever became of it.
    Locks: the reward, then the player. Emits: the reward's and the member's topics.
    Raises: Shut; TooLittle: not enough spark; KeyReused, for OURS too; Invalid for the note.
    """
    if key.startswith(OURS):
        raise KeyReused
    said = clean.block(note, field="note", most=NOTE_LENGTH)
    try:
        return _redeem(actor, reward, key, said, Moment(now))
    except IntegrityError:
        known = _known(actor, reward, key)  # the same key came for two rewards at once
        if known is None:
            raise
        return known


@transaction.atomic
def cancel(*, actor: User, redemption: Redemption, now: datetime) -> Redemption:
    """Take one's redemption back: the points are there again, and so is the stock.

    Locks: as `redeem`. Raises: NotFound: another's. TooLate: it is issued, or over; twice changes nothing.
    """
    held = locking.redemption(redemption.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.redemption_not_found")
    if held.state == State.CANCELLED:
        return held
    if held.state not in (State.RESERVED, State.APPROVED):
        raise TooLate(state=held.state)
    issuing.let_go(held, State.CANCELLED, actor=actor, cause="changed_mind", now=now)
    notifying.changed(held)
    return held


@transaction.atomic
def _redeem(actor: User, reward: Reward, key: str, note: str, moment: Moment) -> Redemption:
    held = locking.reward(reward.pk)
    known = _known(actor, held, key)
    if known:
        return known
    _check_gates(actor, held, moment())
    now = moment.asked_at
    row = Redemption(state=State.RESERVED, reward=held, user=actor, key=key, price=held.price, note=note)
    row.reserved_at = now
    stock.claim(held)
    row.hold = holds.place(user=actor, currency=CURRENCY, amount=held.price, key=f"redemption:{row.public_id}", now=now)
    row.save(force_insert=True)
    steps.born(row, actor=actor, cause="redeemed", now=now, price=held.price)
    if held.needs_approval:
        notifying.waits(row, now)
    else:
        issuing.approve(row, actor=None, cause="nobody_has_to_agree", now=now)
    return row


def _known(actor: User, reward: Reward, key: str) -> Redemption | None:
    found = Redemption.objects.select_related("reward__brand", "user").filter(user=actor, key=key).first()
    if found and found.reward_id != reward.pk:
        raise KeyReused
    return found


def _check_gates(actor: User, reward: Reward, at: datetime) -> None:
    """Refuse at the first gate that is shut; whether the points suffice is decided where they are set aside."""
    mine = catalogue.standing(user=actor, rewards=[reward], now=at)
    shut = gates.offer(reward, at) or gates.price(reward) or gates.member(reward, mine)
    if shut:
        raise Shut(shut.words, code=shut.code, **shut.data)
