"""The kinds of live topic. An app adds its own in its `topics.py`, imported when the app is ready."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib import numbers, signatures

PK = f"(?P<pk>{numbers.PATTERN})"  # a part of many patterns, as is the next
MEMBER = "(?P<public_id>[0-9a-z]{12})"

Parts = dict[str, str]
MayListen = Callable[..., bool]
MayListenEach = Callable[[Any, Sequence[Parts]], Sequence[bool]]
Render = Callable[..., str]


@dataclass(frozen=True)
class Kind:
    """What a family of topics means and who may hear it.

    Args:
        pattern: a regular expression for the whole name; its named groups become arguments, as strings. A thing must
            have one spelling, so numbers are written with PK.
        may_listen: called as `may_listen(user, **groups)`; the user may be anonymous.
        render: only for content that is the same for everybody who may listen; called as
            `render(locale, **groups)`, it returns the inner HTML of the element.
        may_listen_each: the same question for many topics at once, called as `may_listen_each(user, [groups, …])`;
            a kind of which a page shows twenty should answer by one query.
    """

    pattern: str
    may_listen: MayListen
    render: Render | None = None
    may_listen_each: MayListenEach | None = None
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern, re.ASCII))

    def ask(self, user: Any, topics: Sequence[Parts]) -> Sequence[bool]:
        """Return for each of the topics of this kind whether the user may hear it."""
        if self.may_listen_each is not None:
            return self.may_listen_each(user, topics)
        return [self.may_listen(user, **parts) for parts in topics]


def is_own(user: Any, public_id: str) -> bool:
    """The check of kinds that only the MEMBER of their name may hear."""
    return bool(user.is_authenticated and user.public_id == public_id)


@dataclass(frozen=True)
class Found:
    """One topic's name, understood."""

    kind: Kind
    parts: Parts

    def may_listen(self, user: Any) -> bool:
        return self.kind.ask(user, [self.parts])[0]

    @property
    def is_shared(self) -> bool:
        return self.kind.render is not None

    def render(self, locale: str) -> str:
        assert self.kind.render is not None
        return self.kind.render(locale, **self.parts)


_kinds: dict[str, Kind] = {}


def add(kind: Kind) -> Kind:
    """Make the kind known; a pattern can be taken once. Raises: TypeError for what does not take its groups."""
    if kind.pattern in _kinds:
        raise ValueError(f"topic {kind.pattern} is registered twice")
    groups = kind.compiled.groupindex
    signatures.check(f"topic {kind.pattern}", kind.may_listen, ["user"], groups)
    if kind.render is not None:
        signatures.check(f"topic {kind.pattern}", kind.render, ["locale"], groups)
    _kinds[kind.pattern] = kind
    return kind


def kinds() -> tuple[Kind, ...]:
    """Return all kinds of topic in the order they were added."""
    return tuple(_kinds.values())


def find(name: str) -> Found | None:
    """Return what `name` stands for, or None when no kind knows it."""
    for kind in _kinds.values():
        match = kind.compiled.fullmatch(name)
        if match:
            return Found(kind=kind, parts=match.groupdict())
    return None
