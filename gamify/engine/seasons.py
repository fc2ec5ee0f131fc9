"""Seasons without a database: which weeks belong together, and what a place in one of them brings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from gamify.engine import periods
from gamify.engine.leagues import LOWEST

QUARTERS = 4
QUARTER_WEEKS = 13
BEST = 10  # of thirteen or fourteen weeks: three weeks away cost nothing
CHAMPIONS = 3
PLACES = (12, 10, 8, 7, 6, 5, 4, 3, 2)  # for the first, the second, …
LEAST = 1  # for everybody after those
STEP = 4  # more for each division above the lowest: last among twenty there is worth what just moved one up
_NAME = re.compile(r"2\d{3}-Q[1-4]", re.ASCII)


def of_week(week: str) -> str:
    """Return the season of an ISO week, such as `2026-Q4` of `2026-W47`: thirteen weeks each, a 53rd in the last."""
    year, number = week.split("-W")
    return f"{year}-Q{min(QUARTERS, (int(number) - 1) // QUARTER_WEEKS + 1)}"


def at(moment: datetime) -> str:
    """Return the season that `moment` falls into, in UTC for everybody."""
    return of_week(periods.board_week(moment))


def is_name(text: str) -> bool:
    """Say whether `text` names a season."""
    return bool(_NAME.fullmatch(text))


def quarter(season: str) -> tuple[int, int]:
    """Return the year and which of its four seasons it is."""
    year, number = season.split("-Q")
    return int(year), int(number)


def weeks(season: str) -> tuple[str, ...]:
    """Return the weeks of a season: 13, or 14 in the last of a long ISO year."""
    year, number = quarter(season)
    first = (number - 1) * QUARTER_WEEKS + 1
    last = date(year, 12, 28).isocalendar().week if number == QUARTERS else number * QUARTER_WEEKS
    return tuple(f"{year}-W{week:02}" for week in range(first, last + 1))


def bounds(season: str) -> tuple[datetime, datetime]:
    """Return the first moment of a season and of the next."""
    every = weeks(season)
    return periods.bounds(every[0])[0], periods.bounds(every[-1])[1]


def points(place: int, division: int) -> int:
    """Return what a place in a week brings; 1 is the first place, and the lowest division."""
    return (PLACES[place - 1] if place <= len(PLACES) else LEAST) + STEP * (division - LOWEST)


def points_statement(place: str, division: str) -> str:
    """Return `points` of two columns as an SQL expression."""
    whens = " ".join(f"WHEN {number} THEN {brings}" for number, brings in enumerate(PLACES, 1))
    return f"(CASE {place} {whens} ELSE {LEAST} END + {STEP} * ({division} - {LOWEST}))"


def counting(brought: Sequence[int]) -> tuple[bool, ...]:
    """Return for each week, in their order, whether it is among the best that count: of equal ones the earlier."""
    ordered = sorted(range(len(brought)), key=lambda week: (-brought[week], week))
    best = set(ordered[:BEST])
    return tuple(week in best for week in range(len(brought)))
