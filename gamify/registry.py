"""What other apps tell the game about their places, which have boards, and their things, which activities are about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib import numbers

MaySee = Callable[[Any, str], bool]
Names = Callable[[Sequence[str]], Mapping[str, str]]
Mine = Callable[[Any], Sequence[str]]
People = Callable[[str], Collection[int]]
Visible = Callable[[Any, Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Scope:
    """A kind of place, such as `group`: who may see one, the localised names of many, and a member's own.

    `visible(user, ids)` are the names of those among many that somebody may see, `run_by(user)` those that they may
    speak for, `organisers(id)` and `members(id)` the primary keys of people.
    """

    kind: str
    may_see: MaySee
    names: Names
    mine: Mine
    visible: Visible
    run_by: Mine
    organisers: People
    members: People


class Scopes:
    """The kinds of place there are. A place nobody registered can be seen by nobody."""

    def __init__(self) -> None:
        self._scopes: dict[str, Scope] = {}

    def add(
        self,
        kind: str,
        may_see: MaySee,
        names: Names = lambda ids: dict(zip(ids, ids, strict=True)),
        mine: Mine = lambda user: (),
        visible: Visible = lambda user, ids: {},
        run_by: Mine = lambda user: (),
        organisers: People = lambda pk: (),
        members: People = lambda pk: (),
    ) -> None:
        """Register `kind`: `may_see(user, id)` costs at most 1 query, the others exactly 1."""
        if kind in self._scopes:
            raise ValueError(f"scope {kind} is registered twice")
        self._scopes[kind] = Scope(kind, may_see, names, mine, visible, run_by, organisers, members)

    def mine(self, user: Any) -> tuple[str, ...]:
        """Return the places a member is in, such as `group:7`. Queries: 1 a kind."""
        return tuple(f"{found.kind}:{pk}" for found in self._scopes.values() for pk in found.mine(user))

    def run_by(self, user: Any) -> tuple[str, ...]:
        """Return the places that a member may speak for, such as `group:7`. Queries: 1 a kind."""
        return tuple(f"{found.kind}:{pk}" for found in self._scopes.values() for pk in found.run_by(user))

    def organisers(self, scope: str) -> Collection[int]:
        """Return the primary keys of those who speak for a place. Queries: 1."""
        kind, _, pk = scope.partition(":")
        return self._scopes[kind].organisers(pk) if kind in self._scopes else ()

    def members(self, scope: str) -> Collection[int]:
        """Return the primary keys of those who are in a place. Queries: 1."""
        kind, _, pk = scope.partition(":")
        return self._scopes[kind].members(pk) if kind in self._scopes else ()

    def may_see(self, user: Any, scope: str) -> bool:
        """Say whether `user` (perhaps anonymous) may see the board of `scope`: `site`, or `group:7`."""
        if scope == "site":
            return True
        kind, _, pk = scope.partition(":")
        found = self._scopes.get(kind)
        return found is not None and found.may_see(user, pk)

    def names(self, scopes: Sequence[str]) -> Mapping[str, str]:
        """Return the names of places by scope; `site` and unknown kinds are left out. Queries: 1 a kind."""
        known = {found.kind: found.names(ids) for found, ids in self._by_kind(scopes)}
        return {f"{kind}:{pk}": name for kind, names in known.items() for pk, name in names.items()}

    def visible(self, user: Any, scopes: Sequence[str]) -> Mapping[str, str]:
        """Return the names of those places that `user` (perhaps anonymous) may see. Queries: 1 a kind."""
        known = {found.kind: found.visible(user, ids) for found, ids in self._by_kind(scopes)}
        return {f"{kind}:{pk}": name for kind, names in known.items() for pk, name in names.items()}

    def _by_kind(self, scopes: Sequence[str]) -> list[tuple[Scope, list[str]]]:
        by_kind: dict[str, list[str]] = {}
        for scope in scopes:
            kind, _, pk = scope.partition(":")
            by_kind.setdefault(kind, []).append(pk)
        return [(found, ids) for kind, ids in by_kind.items() if (found := self._scopes.get(kind))]


scopes = Scopes()


@dataclass(frozen=True)
class Thing:
    """Something an activity was about: a few words of it, in its own language, and its page."""

    words: str
    url: str


Ref = tuple[str, str]  # type and id, as activities keep them
Find = Callable[[Any, Collection[str]], Mapping[str, Thing]]


class Things:
    """The kinds of thing there are. What nobody registered, is gone, or may not be seen has no words and no page."""

    def __init__(self) -> None:
        self._finders: dict[str, Find] = {}

    def add(self, kind: str, find: Find) -> None:
        """Register `kind`, whose ids are numbers of rows.

        `find(viewer, ids)` returns those that `viewer` may see, by id, with few queries for any number.
        """
        if kind in self._finders:
            raise ValueError(f"thing {kind} is registered twice")
        self._finders[kind] = find

    def find(self, viewer: Any, refs: Iterable[Ref]) -> dict[Ref, Thing]:
        """Return the things among `refs` that `viewer` may see. Queries: 1 a kind, 1 more where they mention people."""
        wanted: dict[str, set[str]] = {}
        for kind, pk in refs:
            if kind in self._finders and numbers.find(pk):
                wanted.setdefault(kind, set()).add(pk)
        return {
            (kind, pk): thing for kind, ids in wanted.items() for pk, thing in self._finders[kind](viewer, ids).items()
        }


things = Things()


class Purchases:
    """What takes money to do: neither tasks nor quests ask for it."""

    def __init__(self) -> None:
        self._types: dict[str, set[str]] = {}

    def add(self, kind: str, *, verbs: Collection[str]) -> None:
        """Say that each of these verbs, of an object of `kind`, is done with something to be paid for."""
        for verb in verbs:
            self._types.setdefault(verb, set()).add(kind)

    def by_verb(self) -> Mapping[str, Collection[str]]:
        """Return the kinds of objects by verb."""
        return self._types


purchases = Purchases()
