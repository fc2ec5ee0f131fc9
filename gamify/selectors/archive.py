"""The weeks of a board that are over."""

from __future__ import annotations

from django.db.models import Q

from gamify.selectors import boards
from gamify.selectors.boards import Board, Row

CHAMPIONS = 3


def beside(*, scope: str, week: str) -> tuple[Board | None, Board | None]:
    """Return the weeks before and after `week` in which somebody earned, None where there is none. Queries: 1."""
    weeks = boards.periods_of(scope).filter(leaderboard__cycle="week")
    earlier = weeks.filter(key__lt=week).order_by("-key")[:1]
    later = weeks.filter(key__gt=week).order_by("key")[:1]
    found = weeks.filter(Q(pk__in=earlier.values("pk")) | Q(pk__in=later.values("pk")))
    by_side = {row.key > week: boards.as_board(row) for row in found}
    return by_side.get(False), by_side.get(True)


def champions(board: Board) -> tuple[Row, ...]:
    """Return the first three of a week. Queries: 1."""
    return boards.page(period_id=board.period_id, limit=CHAMPIONS).rows
