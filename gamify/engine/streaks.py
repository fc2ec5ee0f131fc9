"""Days in a row, and the freezes that bridge a missed one: pure, so that counting again always finds the same.

Every SAVED_BY days of a streak save a freeze. A missed day uses one up by itself: it keeps the streak and adds nothing
to it. Who misses more days than there are freezes begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SAVED_BY = 7  # from a week on people mind losing a streak (Duolingo)
MOST_KEPT = 2


@dataclass(frozen=True)
class Run:
    """The streak that is alive: its active days, the freezes left, and every day that one ever bridged."""

    length: int
    freezes: int
    frozen: frozenset[date]


def run(active: Iterable[date], *, today: date) -> Run:
    """Return the streak of somebody who was there on the `active` days, in order; `today` is not missed yet."""
    length, freezes = 0, 0
    frozen: set[date] = set()
    latest: date | None = None
    for day in (*active, None):
        missed = _between(latest, day or today) if latest else ()
        if len(missed) > freezes:
            length, freezes = 0, 0
        else:
            freezes -= len(missed)
            frozen.update(missed)
        if day is not None:
            length, latest = length + 1, day
            if length % SAVED_BY == 0:
                freezes = min(freezes + 1, MOST_KEPT)
    return Run(length, freezes, frozenset(frozen))


def _between(earlier: date, later: date) -> tuple[date, ...]:
    """Return the days after one and before another; of long gaps only as many as no freezes bridge."""
    missed = min((later - earlier).days - 1, MOST_KEPT + 1)
    return tuple(earlier + timedelta(days=number + 1) for number in range(missed))
