"""Unlocks for tests, made through the services: `begun(ana, by_help(helpers=3))`, `helped(bo, unlock)`."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import User
from lib import clock
from rewards.models import Assist, Unlock
from rewards.services.assists import helping, opening
from tests.factories import member
from tests.rewards.redeeming import reward

_numbers = count(1)


def by_help(of: Any = None, **changes: Any) -> Any:
    """Return a reward of the catalogue that three friends unlock, and spark does not."""
    return reward(of, **{"helpers": 3, "price": 0, **changes})


def begun(owner: User, of: Any = None, *, key: str = "") -> Unlock:
    """Return an unlock that is open."""
    of = of or by_help()
    return opening.begin(actor=owner, reward=of, key=key or f"wish-{next(_numbers):05}", now=clock.now())


def friends(number: int) -> list[User]:
    return [member(f"Friend{each}") for each in range(number)]


def helped(helper: User, unlock: Unlock) -> helping.Helped:
    return helping.give(actor=helper, unlock=unlock, now=clock.now())


def helped_by(unlock: Unlock, number: int) -> list[User]:
    """Let so many new friends help, and return them."""
    people = friends(number)
    for each in people:
        helped(each, unlock)
    unlock.refresh_from_db()
    return people


def unlocked(owner: User, of: Any = None) -> Unlock:
    """Return an unlock that is kept for its owner."""
    made = begun(owner, of)
    helped_by(made, made.needed)
    return made


def assist_of(helper: User, unlock: Unlock) -> Assist:
    return Assist.objects.get(helper=helper, unlock=unlock)
