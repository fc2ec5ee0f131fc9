"""Handing over what friends unlocked, to whoever is full and in order to those who wait. Under the reward's lock."""

from __future__ import annotations

from datetime import datetime, timedelta

from lib import public_id
from lib.machines import steps
from rewards.models import Redemption, Reward, Unlock
from rewards.services.assists import activities, locking, notifying
from rewards.services.catalogue import stock

CLAIM_WITHIN = timedelta(days=7)
State = Unlock.State


def can_hand_over(reward: Reward) -> bool:
    """Say whether one can be handed over now: it is offered, not paused, and there is one."""
    return reward.state == Reward.State.OPEN and reward.left > 0


def finish(held: Unlock, now: datetime) -> None:
    """Hand over to an unlock that is full, or let it wait until there is one. Queries: about 12."""
    if can_hand_over(held.reward):
        _hand_over(held, "full", now)
        return
    cause = "none_left" if held.reward.left <= 0 else "paused"
    steps.take(held, State.WAITLISTED, cause=cause, now=now, reached_at=now)
    notifying.waits(held, now)


def serve(reward: Reward, now: datetime) -> int:
    """Hand over to those who wait, in order, while there are any; return to how many.

    Called wherever one comes free or comes to be offered again, in the same transaction: nobody can be quicker than who
    waits. Queries: 1, none while nothing can be handed over; about 12 more for each.
    """
    if not can_hand_over(reward):
        return 0
    waiting = locking.in_line(reward, reward.left)
    for held in waiting:
        _hand_over(held, "there_again", now)
    return len(waiting)


def _hand_over(held: Unlock, cause: str, now: datetime) -> None:
    """Claim one of the stock for the owner and keep it: the unlock and its benefit are one step."""
    kept = Redemption(
        state=Redemption.State.KEPT, reward=held.reward, user=held.owner, price=0, reserved_at=now,
        key=f"unlock-{public_id.new()}",  # of no client: nobody can have taken it
    )  # fmt: skip
    stock.claim(held.reward)
    kept.save(force_insert=True)
    steps.born(kept, actor=held.owner, cause="unlocked", now=now, price=0)
    steps.take(
        held, State.UNLOCKED, cause=cause, now=now, redemption=kept, claim_by=now + CLAIM_WITHIN,
        reached_at=held.reached_at or now, warned_at=None,
    )  # fmt: skip
    activities.unlocked(held, now)
    notifying.unlocked(held, now)
