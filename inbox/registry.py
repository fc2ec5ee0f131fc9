"""The kinds of notification there are; each app adds its own from its `notices.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from lib import signatures

Audience = Callable[[User], bool]
FindOpen = Callable[[User, Collection[str]], Collection[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of notification: its label in the settings and its sentence from `data` and the actor's name.

    `audience` says whether somebody could ever be told of it; kinds with the same one share the answer. None: all.
    A kind that `quotes` repeats words of what it is about, and is silent once that may not be read. One that is
    `personal` is what somebody does towards the member, who is told nothing of it from people they hid.
    """

    key: str
    label: str | Promise
    sentence: Callable[[Mapping[str, Any], str], str]
    icon: str = "bell"
    default_on: bool = True
    audience: Audience | None = None
    quotes: bool = False
    personal: bool = False


_kinds: dict[str, Kind] = {}
_chapters: dict[str, str | Promise] = {}
_rooms: dict[str, FindOpen] = {}


def add(kind: Kind, *, chapter: str | Promise = "") -> None:
    """Register `kind`, to stand under `chapter` in the settings; a key can be taken once."""
    if kind.key in _kinds:
        raise ValueError(f"notification kind {kind.key} is registered twice")
    signatures.check(f"notification kind {kind.key}", kind.sentence, ["data", "actor"])
    _kinds[kind.key], _chapters[kind.key] = kind, chapter


def chapter_of(kind: Kind) -> str | Promise:
    """Return the heading that `kind` stands under in the settings."""
    return _chapters.get(kind.key, "")


def get(key: str) -> Kind | None:
    """Return the kind named `key`, or None when its app is gone."""
    return _kinds.get(key)


def every() -> tuple[Kind, ...]:
    """Return all kinds in the order they were added."""
    return tuple(_kinds.values())


def personal() -> tuple[str, ...]:
    """Return the keys of the kinds that are `personal`."""
    return tuple(kind.key for kind in _kinds.values() if kind.personal)


def add_room(prefix: str, find_open: FindOpen) -> None:
    """Say who knows what is at `<prefix><name>/…`: `find_open(user, names)` returns the names that `user` may see."""
    if prefix in _rooms:
        raise ValueError(f"the room {prefix} is registered twice")
    _rooms[prefix] = find_open


def room_of(url: str) -> str:
    """Return the beginning of `url` that names what it is about, "" where nobody has said who knows."""
    prefix = next((prefix for prefix in _rooms if url.startswith(prefix)), "")
    return f"{prefix}{url.removeprefix(prefix).partition('/')[0]}/" if prefix else ""


def shut(*, user: User, urls: Iterable[str]) -> frozenset[str]:
    """Return those of the addresses that lead nowhere for `user` now. Queries: 1 for each kind of room among them."""
    asked = set(urls)
    found: set[str] = set()
    for prefix, find_open in _rooms.items():
        names = {url: url.removeprefix(prefix).partition("/")[0] for url in asked if url.startswith(prefix)}
        if names:
            still = find_open(user, set(names.values()))
            found.update(url for url, name in names.items() if name not in still)
    return frozenset(found)
