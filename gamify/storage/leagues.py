"""Leagues as they are stored: the weeks they are played in, who waits for a seat, who stands where in a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from gamify.engine import leagues
from gamify.engine.facts import GROWTH
from gamify.models import LeagueCohort, LeagueSeat, Period
from gamify.storage import boards
from lib import sql

_ENOUGH = leagues.SEATS * leagues.DIVISIONS  # so many cohorts open every division, however small they are

_MANY = leagues.SEATS * 10


class Place(NamedTuple):
    """A member's place in a cohort: by their standing, or as it was settled, with where they went on."""

    rank: int
    public_id: str
    handle: str
    display_name: str
    score: int
    reached_at: datetime
    user_id: int
    next_division: int | None


def weeks() -> QuerySet[Period]:
    """Return the weeks that leagues are played in: those of the site's growth board."""
    board = {"leaderboard__scope": boards.SITE, "leaderboard__cycle": "week", "leaderboard__currency_id": GROWTH}
    return Period.objects.filter(**board)


def highest(period: Period | None) -> int:
    """Return the highest division that those who played in a week open: counted no further. Queries: 1."""
    cohorts = LeagueCohort.objects.filter(period=period) if period else LeagueCohort.objects.none()
    return leagues.open_divisions(sum(cohorts.values_list("size", flat=True)[:_ENOUGH]))


def opened(starts_at: datetime) -> tuple[int, int]:
    """Return the highest division of the week played before the one that begins then, and of that one. Queries: 1."""
    played = [players for (players,) in sql.fetch(_PLAYED, [starts_at if sql.is_postgres() else sql.plain(starts_at)])]
    now, before = (leagues.open_divisions(players) for players in (*played, 0, 0)[:2])
    return before, now


def expected(before: Period | None, division: int, *, highest: int) -> int:
    """Return how many of a settled week go on in a division, of which `highest` is the highest: counted no further than
    it takes to fill many cohorts. Queries: 1, none without a week.
    """
    if before is None:
        return 0
    upper = leagues.DIVISIONS + 1 if division == highest else division
    seats = LeagueSeat.objects.filter(cohort__period=before, next_division__range=(division, upper))
    return seats.filter(cohort__division__range=(division - 1, upper + 1)).values("pk")[:_MANY].count()


def waiting(period_id: int, *, most: int) -> list[tuple[int, int]]:
    """Return who has a standing in the week and no seat, with the division they go on in, 0 for newcomers.

    Whoever sits in a cohort that is not settled waits until it is. Queries: 1, which reads the standings of the week.
    """
    return [(user, after or 0) for user, after in sql.fetch(_WAITING.format(among=""), [period_id, most])]


def still_waiting(period_id: int, *, users: Sequence[int]) -> list[tuple[int, int]]:
    """Return those of `users` who are `waiting`. Queries: 1, by their keys."""
    statement = _WAITING.format(among=f"AND {sql.any_of('s.user_id', 'bigint')}")
    return [(user, after or 0) for user, after in sql.fetch(statement, [period_id, sql.many(users), len(users)])]


def running(cohort_id: int) -> tuple[Place, ...]:
    """Return who stands in a cohort by now, best first. Queries: 1."""
    rows = sql.fetch(_RUNNING, [cohort_id])
    return tuple(_place((rank, *row)) for rank, row in enumerate(rows, 1))


def settled(cohort_id: int) -> tuple[Place, ...]:
    """Return who stood in a cohort when it was settled, best first, without those who hide by now. Queries: 1."""
    return tuple(map(_place, sql.fetch(_SETTLED, [cohort_id])))


def _place(row: tuple[Any, ...]) -> Place:
    *named, reached_at, user_id, next_division = row
    moment = sql.moment(reached_at)
    assert moment is not None
    return Place._make([*named, moment, user_id, next_division])


_WAITING = f"""
SELECT s.user_id,
  (SELECT l.next_division FROM gamify_leagueseat l WHERE l.user_id = s.user_id ORDER BY l.id DESC LIMIT 1)
FROM gamify_standing s JOIN accounts_user u ON u.id = s.user_id AND {boards.RANKED}
WHERE s.period_id = %s AND s.score > 0 {{among}}
  AND NOT EXISTS (SELECT 1 FROM gamify_leagueseat l WHERE l.user_id = s.user_id AND l.period_id = s.period_id)
  AND NOT EXISTS (SELECT 1 FROM gamify_leagueseat l WHERE l.user_id = s.user_id AND l.next_division IS NULL)
ORDER BY s.reached_at, s.user_id LIMIT %s
"""
_PLAYED = f"""
SELECT (SELECT sum(size) FROM (
    SELECT c.size FROM gamify_leaguecohort c WHERE c.period_id = p.id LIMIT {_ENOUGH}) t) AS players
FROM gamify_period p JOIN gamify_leaderboard b ON b.id = p.leaderboard_id
WHERE b.scope = '{boards.SITE}' AND b.cycle = 'week' AND b.currency_id = '{GROWTH}' AND p.starts_at < %s
  AND EXISTS (SELECT 1 FROM gamify_leaguecohort c WHERE c.period_id = p.id)
ORDER BY p.starts_at DESC LIMIT 2
"""
_RUNNING = f"""
SELECT u.public_id, u.username, u.display_name, s.score, CAST(s.reached_at AS text), u.id, NULL
FROM gamify_leagueseat l
JOIN gamify_standing s ON s.period_id = l.period_id AND s.user_id = l.user_id AND s.score > 0
JOIN accounts_user u ON u.id = l.user_id AND {boards.RANKED}
WHERE l.cohort_id = %s ORDER BY s.score DESC, s.reached_at, s.user_id
"""
_SETTLED = f"""
SELECT l.rank, u.public_id, u.username, u.display_name, l.score, CAST(l.reached_at AS text), u.id,
  l.next_division
FROM gamify_leagueseat l JOIN accounts_user u ON u.id = l.user_id AND {boards.RANKED}
WHERE l.cohort_id = %s AND l.rank IS NOT NULL ORDER BY l.rank
"""
