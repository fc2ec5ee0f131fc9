"""Exact ranks by the counting trie: a few short index ranges however many members there are."""

from __future__ import annotations

from dataclasses import dataclass

from gamify.models import Activity, Period, RankBucket, Standing
from gamify.storage import boards
from lib import sql


@dataclass(frozen=True)
class Change:
    """How one activity moved its actor on a board: positions before and after, None when off the board."""

    period_id: int
    scope: str
    cycle: str
    before: int | None
    after: int | None


def above(period: str, score: str) -> str:
    """Return the SQL that counts the standings of `period` above `score`; both are SQL expressions."""
    table = RankBucket._meta.db_table
    parts = []
    for depth in range(boards.DEPTHS):
        bucket = f"({score} >> {boards.BITS * depth})"
        siblings = f" AND bucket <= ({bucket} | {(1 << boards.BITS) - 1})" if depth < boards.DEPTHS - 1 else ""
        parts.append(
            f"(SELECT coalesce(sum(standings), 0) FROM {table} "  # noqa: S608
            f"WHERE period_id = {period} AND depth = {depth} AND bucket > {bucket}{siblings})"
        )
    return "(" + " + ".join(parts) + ")"


def changes(*, activity: Activity, growth: int) -> tuple[Change, ...]:
    """Return how `growth` points moved the actor on the site's and the place's boards. Queries: 1.

    The position before is counted among today's standings, so it says whom these points passed.
    """
    scope = f"{activity.target_type}:{activity.target_id}" if activity.target_id else ""
    keys = boards.board_keys(scope, activity.occurred_at)
    source, parameters = sql.keys((("scope", "text"), ("cycle", "text"), ("week", "text")), keys)
    before = f"(s.score - {int(growth)})"
    statement = (
        f"SELECT p.id, k.scope, k.cycle, s.score, {above('p.id', 's.score')}, {above('p.id', before)} FROM {source} "
        f"JOIN gamify_leaderboard b ON b.scope = k.scope AND b.cycle = k.cycle AND b.currency_id = 'growth' "
        f"JOIN {Period._meta.db_table} p ON p.leaderboard_id = b.id AND p.key = k.week "
        f"JOIN {Standing._meta.db_table} s ON s.period_id = p.id AND s.user_id = %s"
    )
    found = []
    for period, place, cycle, score, higher, higher_before in sql.fetch(statement, [*parameters, activity.actor_id]):
        was_there = score - growth > 0
        passed = 1 if growth > 0 else 0  # the member's own standing is above their score before
        position = int(higher_before) + 1 - passed if was_there else None
        found.append(Change(period, place, cycle, position, int(higher) + 1))
    return tuple(found)
