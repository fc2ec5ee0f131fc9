"""The rungs of support: how many it takes, by when, and which is ahead. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# Share of the target in percent, and the days since it opened.
STEPS = ((10, 30), (50, 120), (100, 180))
LEAST_TARGET, MOST_TARGET = 3, 100_000


@dataclass(frozen=True, slots=True)
class Rung:
    """So many supporters until then."""

    need: int
    by: datetime


def build(target: int, *, opened_at: datetime) -> tuple[Rung, ...]:
    """Return the rungs of a proposal that opens now: numbers rise, the last is the target."""
    found: list[Rung] = []
    for percent, days in STEPS:
        need = -(-target * percent // 100)
        if not found or need > found[-1].need:
            found.append(Rung(need, opened_at + timedelta(days=days)))
    return tuple(found)


def document(found: Sequence[Rung]) -> list[list[Any]]:
    """Return rungs as they are kept, in plain JSON."""
    return [[rung.need, rung.by.astimezone(UTC).isoformat()] for rung in found]


def read(kept: Sequence[Sequence[Any]]) -> tuple[Rung, ...]:
    """Return rungs as they were kept."""
    return tuple(Rung(need, datetime.fromisoformat(by)) for need, by in kept)


def climbed(kept: Sequence[Sequence[Any]], supporters: int) -> int:
    """Return how many rungs `supporters` are enough for."""
    return sum(need <= supporters for need, _by in kept)
