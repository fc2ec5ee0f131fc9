"""The kinds of notification there are; each app adds its own from its `notices.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User

Audience = Callable[[User], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of notification: its label in the settings and its sentence from `data` and the actor's name.

    `audience` says whether somebody could ever be told of it; kinds with the same one share the answer. None: all.
    """

    key: str
    label: str | Promise
    sentence: Callable[[Mapping[str, Any], str], str]
    icon: str = "bell"
    default_on: bool = True
    audience: Audience | None = None


_kinds: dict[str, Kind] = {}
_chapters: dict[str, str | Promise] = {}


def add(kind: Kind, *, chapter: str | Promise = "") -> None:
    """Register `kind`, to stand under `chapter` in the settings; a key can be taken once."""
    if kind.key in _kinds:
        raise ValueError(f"notification kind {kind.key} is registered twice")
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
