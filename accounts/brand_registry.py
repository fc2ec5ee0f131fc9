"""What other apps add to a brand: tabs and lines of its console, and what stands on its public page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.models import Brand, User


@dataclass(frozen=True)
class Tab:
    """A page of the console: its URL name takes the brand's slug; `hint` says what it is for to a brand that is new."""

    key: str
    url_name: str
    label: str | Promise
    position: int
    icon: str = "store"
    hint: str | Promise = ""


@dataclass(frozen=True)
class Line:
    """Something of the brand in one line: `kind` says what it is, `words` how it stands, `count` how many wait."""

    title: str
    url: str
    kind: str = ""
    words: str = ""
    count: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Shelf:
    """What an app knows of a brand: what waits for its people, what runs, and of that what a visitor may see."""

    key: str
    position: int
    waiting: Callable[[User, Brand], Sequence[Line]] = lambda user, brand: ()
    running: Callable[[User, Brand], Sequence[Line]] = lambda user, brand: ()
    shown: Callable[[Any, Brand], Sequence[Line]] = lambda viewer, brand: ()


@dataclass(frozen=True)
class Panel:
    """A card of the overview; `render` returns its HTML, or "" to leave it out."""

    key: str
    position: int
    render: Callable[[HttpRequest, Brand], str]


class Registered:
    """Parts by key, each of which can be taken once."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._parts: dict[str, Any] = {}

    def add(self, part: Any) -> None:
        """Add `part`; a key can be taken once."""
        if part.key in self._parts:
            raise ValueError(f"{self._what} {part.key} is registered twice")
        self._parts[part.key] = part

    def every(self) -> tuple[Any, ...]:
        """Return the parts in order."""
        return tuple(sorted(self._parts.values(), key=lambda part: part.position))


tabs = Registered("console tab")
shelves = Registered("shelf")
panels = Registered("console panel")

Parting = Callable[..., object]
_partings: list[Parting] = []


def at_parting(do: Parting) -> None:
    """Let `do(user, brand, now)` end what somebody has open for a brand that they leave."""
    _partings.append(do)


def part(*, user: User, brand: Brand, now: datetime) -> None:
    """Let everybody end what `user` has open for the brand: in the transaction in which they leave it."""
    for do in _partings:
        do(user=user, brand=brand, now=now)


Tell = Callable[..., None]
_tellers: list[Tell] = []


def hear(teller: Tell) -> None:
    """Let `teller(recipient, kind, key, url, actor, data, now)` carry what a brand has to tell somebody."""
    _tellers.append(teller)


def tell(**said: Any) -> None:
    """Tell somebody by everybody who carries it: in the transaction of what happened."""
    for teller in _tellers:
        teller(**said)
