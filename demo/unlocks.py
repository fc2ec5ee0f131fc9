"""The demo's rewards that friends unlock: who asked, who helped, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from demo import content
from rewards.models import Reward, Unlock
from rewards.services.assists import claiming, helping, opening

STEP = timedelta(hours=3)
Step = tuple[datetime, Callable[[datetime], None]]


def live(*, users: Mapping[str, User], offered: Mapping[str, Reward], now: datetime) -> None:
    """Ask and help in the order of time."""
    asked = [(offered[wanted["key"]], row) for wanted in content.rewards() for row in wanted.get("asked", ())]
    steps = [step for reward, row in asked for step in _steps(reward, users, row, now)]
    for at, step in sorted(steps, key=lambda pair: pair[0]):
        step(at)


def _steps(reward: Reward, users: Mapping[str, User], row: dict[str, Any], now: datetime) -> Iterator[Step]:
    """Begin an unlock, let friends help one every three hours, and perhaps claim it."""
    at, begun = now - timedelta(hours=row["hours"]), _Begun(reward, users[row["who"]])
    yield at, begun.begin
    for friend in row["helped"]:
        at += STEP
        yield at, partial(begun.help, users[friend])
    if row.get("then") == "claimed":
        yield at + STEP, begun.claim


class _Begun:
    """One unlock on its way."""

    unlock: Unlock

    def __init__(self, reward: Reward, owner: User) -> None:
        self.reward, self.owner = reward, owner

    def begin(self, at: datetime) -> None:
        key = f"{self.reward.public_id}-{self.owner.username}"
        self.unlock = opening.begin(actor=self.owner, reward=self.reward, key=key, now=at)

    def help(self, friend: User, at: datetime) -> None:
        helping.give(actor=friend, unlock=self.unlock, now=at)

    def claim(self, at: datetime) -> None:
        claiming.claim(actor=self.owner, unlock=self.unlock, now=at)
