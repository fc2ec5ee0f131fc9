"""What other apps tell the engine about the places that boards belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MaySee = Callable[[Any, str], bool]
Names = Callable[[Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Scope:
    """A kind of place, such as `group`: who may see the one with an id, and the localised names of many."""

    kind: str
    may_see: MaySee
    names: Names


class Scopes:
    """The kinds of place there are. A place nobody registered can be seen by nobody."""

    def __init__(self) -> None:
        self._scopes: dict[str, Scope] = {}

    def add(self, kind: str, may_see: MaySee, names: Names = lambda ids: {pk: pk for pk in ids}) -> None:
        """Register `kind`: `may_see(user, id)` costs at most 1 query, `names(ids)` exactly 1."""
        if kind in self._scopes:
            raise ValueError(f"scope {kind} is registered twice")
        self._scopes[kind] = Scope(kind, may_see, names)

    def may_see(self, user: Any, scope: str) -> bool:
        """Say whether `user` (perhaps anonymous) may see the board of `scope`: `site`, or `group:7`."""
        if scope == "site":
            return True
        kind, _, pk = scope.partition(":")
        found = self._scopes.get(kind)
        return found is not None and found.may_see(user, pk)

    def names(self, scopes: Sequence[str]) -> Mapping[str, str]:
        """Return the names of places by scope; `site` and unknown kinds are left out. Queries: 1 a kind."""
        by_kind: dict[str, list[str]] = {}
        for scope in scopes:
            kind, _, pk = scope.partition(":")
            by_kind.setdefault(kind, []).append(pk)
        known = {kind: found.names(ids) for kind, ids in by_kind.items() if (found := self._scopes.get(kind))}
        return {f"{kind}:{pk}": name for kind, names in known.items() for pk, name in names.items()}


scopes = Scopes()
