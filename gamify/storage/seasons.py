"""Seasons as they are stored: counted from settled seats, and read by places."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from gamify.engine import seasons
from gamify.storage import boards
from lib import sql


class Line(NamedTuple):
    """A member's place in a season."""

    rank: int
    public_id: str
    handle: str
    display_name: str
    points: int
    reached_at: datetime
    user_id: int
    season_id: int


def count(season_id: int) -> None:
    """Replace the standings of a season by what its settled seats come to: the best weeks of each.

    Places go to those who do not hide; equal sums to whoever had theirs together first. Queries: 1, which reads the
    season's seats.
    """
    sql.run(_COUNT, [season_id])


def near(season_id: int, *, user_id: int, top: int, around: int) -> tuple[Line, ...]:
    """Return the first places of a season, and those around a member's own, without who hides by now. Queries: 1."""
    mine = "(SELECT m.rank FROM gamify_seasonstanding m WHERE m.season_id = %s AND m.user_id = %s)"
    where = f"s.season_id = %s AND (s.rank <= %s OR s.rank BETWEEN {mine} - %s AND {mine} + %s)"
    me = [season_id, user_id]
    return _lines(where, [season_id, top, *me, around, *me, around])


def after(season_id: int, *, rank: int, most: int) -> tuple[Line, ...]:
    """Return so many places of a season after a rank. Queries: 1."""
    return _lines("s.season_id = %s AND s.rank > %s", [season_id, rank], f"LIMIT {most}")


def first(season_ids: list[int], *, most: int) -> tuple[Line, ...]:
    """Return the first places of each of some seasons. Queries: 1."""
    where = f"{sql.any_of('s.season_id', 'bigint')} AND s.rank <= %s"
    return _lines(where, [sql.many(season_ids), most])


def _lines(where: str, parameters: list[Any], tail: str = "") -> tuple[Line, ...]:
    rows = sql.fetch(_LINES.format(where=where, tail=tail), parameters)
    return tuple(map(_line, rows))


def _line(row: tuple[Any, ...]) -> Line:
    *before, reached_at, user_id, season_id = row
    moment = sql.moment(reached_at)
    assert moment is not None
    return Line._make([*before, moment, user_id, season_id])


_LINES = f"""
SELECT s.rank, u.public_id, u.username, u.display_name, s.points, CAST(s.reached_at AS text), u.id, s.season_id
FROM gamify_seasonstanding s JOIN accounts_user u ON u.id = s.user_id AND {boards.RANKED}
WHERE {{where}} ORDER BY s.season_id, s.rank {{tail}}
"""
# What every member's settled weeks of every season come to: the best of them, and how many there were.
COUNTED = f"""
SELECT season_id, user_id, sum(CASE WHEN place <= {seasons.BEST} THEN brings END) AS points, count(*) AS weeks,
  max(CASE WHEN place <= {seasons.BEST} THEN reached_at END) AS reached_at
FROM (
  SELECT *, row_number() OVER (PARTITION BY season_id, user_id ORDER BY brings DESC, starts_at) AS place FROM (
    SELECT n.id AS season_id, l.user_id, l.reached_at, p.starts_at,
      {seasons.points_statement("l.rank", "c.division")} AS brings
    FROM gamify_season n
    JOIN gamify_period p ON p.starts_at >= n.starts_at AND p.ends_at <= n.counted_until
    JOIN gamify_leaguecohort c ON c.period_id = p.id AND c.settled_at IS NOT NULL
    JOIN gamify_leagueseat l ON l.cohort_id = c.id AND l.rank IS NOT NULL
    WHERE {{where}}) earned) ordered
GROUP BY season_id, user_id
"""
_COUNT = f"""
INSERT INTO gamify_seasonstanding (season_id, user_id, points, weeks, reached_at, rank)
SELECT t.season_id, t.user_id, t.points, t.weeks, t.reached_at,
  CASE WHEN {boards.RANKED} THEN row_number() OVER (
    PARTITION BY {boards.RANKED} ORDER BY t.points DESC, t.reached_at, t.user_id) END
FROM ({COUNTED.format(where="n.id = %s")}) t JOIN accounts_user u ON u.id = t.user_id
WHERE true
ON CONFLICT (user_id, season_id) DO UPDATE
  SET points = excluded.points, weeks = excluded.weeks, reached_at = excluded.reached_at, rank = excluded.rank
"""
