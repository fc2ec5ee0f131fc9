"""The paths of a state machine, read from a table."""

from __future__ import annotations

from collections.abc import Mapping

Paths = Mapping[str, frozenset[str]]


def read(table: str) -> Paths:
    """Read lines such as `held -> authorised lapsed`."""
    found: dict[str, frozenset[str]] = {}
    for line in table.strip().splitlines():
        start, _arrow, ends = line.partition("->")
        found[start.strip()] = frozenset(ends.split())
    return found


def final(paths: Paths) -> frozenset[str]:
    """Return the states that nothing leaves."""
    return frozenset().union(*paths.values()) - paths.keys()
