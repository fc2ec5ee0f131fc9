"""What a brand lists (campaigns, battles, rewards, seeds, coupons): locked, for whom, in which state, and why."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors
from lib.machines import steps
from lib.machines.rows import Machine
from rewards.models import Battle, Campaign, Coupon, Reward, Seed
from rewards.policies import Action
from rewards.selectors import roles

Listing = TypeVar("Listing", Battle, Campaign, Coupon, Reward, Seed)
Reviewed = TypeVar("Reviewed", Battle, Campaign, Reward, Seed)
REASON_LENGTH = 500


_MOVED_ON = {
    "campaign": _("That is not possible any more: the campaign has moved on."),
    "battle": _("That is not possible any more: the battle has moved on."),
    "reward": _("That is not possible any more: this reward has moved on."),
}


class WrongMoment(errors.Conflict):
    """It is in another state by now; `data["state"]` says which."""

    message = _("That is not possible any more: it has moved on.")

    def __init__(self, held: Machine) -> None:
        super().__init__(_MOVED_ON.get(held.KIND), code=f"rewards.{held.KIND}_moment", state=held.state)


def lock(known: Listing, *, by: User, action: Action) -> Listing:
    """Return it as it is now, with its brand, locked, once `by` may. Queries: 2. Raises: as `policies.check`."""
    loads = ("brand", "campaign") if isinstance(known, Battle | Coupon) else ("brand",)
    rows = type(known)._default_manager.select_for_update(of=("self",), no_key=True).select_related(*loads)
    held = rows.get(pk=known.pk)
    roles.require(user=by, brand=held.brand, action=action)
    return held


def lock_in(known: Listing, *states: str, by: User, action: Action) -> Listing:
    """Return as `lock` what is in one of `states`. Raises: as `lock`; WrongMoment."""
    held = lock(known, by=by, action=action)
    check_state(held, *states)
    return held


def check_state(held: Machine, *allowed: str) -> None:
    """Raises: WrongMoment."""
    if held.state not in allowed:
        raise WrongMoment(held)


def check_can_become(held: Machine, state: str) -> None:
    """Refuse what no path leads to from here. Raises: WrongMoment."""
    check_state(held, *(start for start, ends in held.PATHS.items() if state in ends))


def check_reason(reason: str) -> str:
    """Return the clean reason. Raises: Invalid without one."""
    return clean.block(reason, field="reason", most=REASON_LENGTH, least=3)


def move(held: Machine, to: str, *, by: User, cause: str, reason: str, now: datetime) -> None:
    """Take a step with the clean `reason` that its brand reads. Inside a transaction, with its lock."""
    steps.take(held, to, actor=by, cause=cause, now=now, data={"reason": reason}, reason=reason)


def send_back(known: Reviewed, *, by: User, reason: str, now: datetime) -> Reviewed:
    """Give what is in review back. Inside a transaction. Raises: as `lock_in`; Invalid without a reason."""
    said = check_reason(reason)
    held = lock_in(known, known.State.REVIEW, by=by, action=Action.REVIEW)
    move(held, held.State.DRAFT, by=by, cause="sent_back", reason=said, now=now)
    return held
