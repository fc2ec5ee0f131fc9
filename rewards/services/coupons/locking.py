"""Taking a coupon for oneself: its brand locks it alone; `coupon_batch`, which puts it on seats, the campaign first."""

from __future__ import annotations

from accounts.models import User
from lib import errors
from rewards.models import Coupon
from rewards.policies import Action
from rewards.selectors import roles


class WrongMoment(errors.Conflict):
    """The coupon is in another state by now; `data["state"]` says which."""

    code = "rewards.coupon_moment"


def coupon(pk: int, *, by: User, action: Action) -> Coupon:
    """Return the coupon with its brand, locked, for somebody who may. Queries: 2. Raises: NotFound, NotAllowed."""
    rows = Coupon.objects.select_for_update(of=("self",), no_key=True).select_related("brand", "campaign")
    held = rows.get(pk=pk)
    roles.require(user=by, brand=held.brand, action=action)
    return held


def check_state(held: Coupon, *allowed: str) -> None:
    """Raises: WrongMoment."""
    if held.state not in allowed:
        raise WrongMoment(state=held.state)
