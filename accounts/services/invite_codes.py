"""Who sent a newcomer: a code kept with the visit until there is an account, then handed to who asked for it."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import datetime
from typing import Any

from accounts.models import User

Follow = Callable[..., object]
_KEY = "arrival_code"
_followers: list[Follow] = []


def add(follow: Follow) -> None:
    """Have `follow(newcomer=, code=, now=)` called when somebody with a code has made an account."""
    if follow not in _followers:
        _followers.append(follow)


def remember(visit: MutableMapping[str, Any], code: str) -> None:
    """Keep the code with the visit; a later one takes its place."""
    visit[_KEY] = code


def arrived(visit: MutableMapping[str, Any], newcomer: User, *, now: datetime) -> None:
    """Hand on the code, once, when the account is there."""
    code = visit.pop(_KEY, "")
    if code:
        for follow in _followers:
            follow(newcomer=newcomer, code=code, now=now)
