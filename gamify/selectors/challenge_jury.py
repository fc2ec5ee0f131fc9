"""What a jury has before it: the lines it decides, who can be chosen, and whom it chose so far."""

from __future__ import annotations

from dataclasses import dataclass

from gamify import prizes
from gamify.models import Challenge, Entrant, PrizeLine

MOST_CHOSEN, MOST_CANDIDATES = 50, 500


@dataclass(frozen=True)
class Line:
    """A line for a jury in words, and how many are chosen."""

    line: PrizeLine
    words: str
    chosen: int

    @property
    def is_done(self) -> bool:
        return self.chosen >= self.line.places


def lines(*, challenge: Challenge) -> tuple[Line, ...]:
    """Return the lines that a jury decides. Queries: 2, and 1 for each badge."""
    rows = challenge.lines.filter(rule=PrizeLine.Rule.JURY).prefetch_related("picks")
    return tuple(Line(row, words_in(line=row), len(row.picks.all())) for row in rows)


def words_in(*, line: PrizeLine) -> str:
    """Return what the winners of a line get. Queries: at most 1."""
    return prizes.get(line.kind).words(line.spec)


def candidates(*, challenge: Challenge) -> tuple[Entrant, ...]:
    """Return who has done something, the highest score in front; of each team who brought most. Queries: 1."""
    rows = challenge.entrants.filter(score__gt=0, left_at=None, user__is_active=True).select_related("user", "team")
    found: list[Entrant] = []
    teams: set[int] = set()
    for row in rows.order_by("-score", "reached_at", "pk"):
        if row.team_id not in teams:
            found.append(row)
        if row.team_id:
            teams.add(row.team_id)
    return tuple(found[:MOST_CANDIDATES])


def chosen(*, line: PrizeLine) -> list[tuple[str, str]]:
    """Return who is chosen and why, in order. Queries: 1."""
    return list(line.picks.order_by("place").values_list("entrant__public_id", "words"))
