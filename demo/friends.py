"""Who came to the demo by a friend's link, and what became of it two weeks later; who follows whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from accounts.models import User
from accounts.services import following
from demo import content
from demo.timeline import Event, Step
from rewards.services import referrals

SOON = timedelta(minutes=1)
FOLLOWED = {"linmei": ("haruka", "xiaoman", "theo"), "xiaoman": ("linmei", "haruka"), "jonas": ("linmei",)}


def steps(*, users: Mapping[str, User], events: list[Event], now: datetime) -> Iterator[Step]:
    """Return when each came, right after they arrived, and when it was looked whether they stayed."""
    for event in events:
        friend = content.members()[event.who].friend_of if event.kind == "arrive" else ""
        if not friend:
            continue
        came, stayed = event.at + SOON, event.at + referrals.MATURES + 2 * SOON
        yield came, partial(_come, users, event.who, friend, came)
        if stayed < now:
            yield stayed, partial(_look, stayed)


def follow(*, users: Mapping[str, User], now: datetime) -> None:
    """Let some follow whom they like to read."""
    for who, whom in FOLLOWED.items():
        for person in whom:
            following.follow(user=users[who], person=users[person], now=now - timedelta(days=9))


def _look(at: datetime) -> None:
    referrals.mature_due(now=at)


def _come(users: Mapping[str, User], who: str, friend: str, at: datetime) -> None:
    link = referrals.link_of(user=users[friend], now=at)
    referrals.follow(newcomer=users[who], code=link.code, now=at)
