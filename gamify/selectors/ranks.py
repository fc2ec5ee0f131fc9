"""Exact ranks by the counting trie: a few short index ranges however many members there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from gamify.models import Activity, RankBucket, Standing
from gamify.storage import boards, trie
from lib import sql


@dataclass(frozen=True)
class Change:
    """How one activity moved its actor on a board: positions before and after, None when off the board."""

    period_id: int
    scope: str
    cycle: str
    before: int | None
    after: int | None


class Place(NamedTuple):
    """A member's place in a period; `reached_at` is text that sorts, for `sql.moment`."""

    position: int
    user_id: int
    score: int
    reached_at: str


SIDE = 5


def above(period: str, score: str) -> str:
    """Return the SQL that counts the standings of `period` above `score`; both are SQL expressions."""
    table = RankBucket._meta.db_table
    parts = []
    for depth in range(trie.DEPTHS):
        bucket = f"({score} >> {trie.BITS * depth})"
        siblings = f" AND bucket <= ({bucket} | {(1 << trie.BITS) - 1})" if depth < trie.DEPTHS - 1 else ""
        parts.append(
            f"(SELECT coalesce(sum(CAST(standings AS integer)), 0) FROM {table} "
            f"WHERE period_id = {period} AND depth = {depth} AND bucket > {bucket}{siblings})"
        )
    return "(" + " + ".join(parts) + ")"


def around(*, period_id: int, user_id: int) -> tuple[Place, ...]:
    """Return a member's exact place with up to five above and five below; empty off the board. Queries: 1."""
    rows = sql.fetch(statement_around(sql.is_postgres()), parameters_around(period_id, user_id))
    return places(rows)


def places(rows: Sequence[tuple[Any, ...]]) -> tuple[Place, ...]:
    """Return the rows of `statement_around` in their order and numbered."""
    if not rows:
        return ()
    position, own = next((int(row[0]), row[3]) for row in rows if row[0] is not None)
    near = sorted([(-score, reached_at, user) for _, score, reached_at, user, *_ in rows])
    place = next(index for index, row in enumerate(near) if row[2] == own)
    first = max(0, place - SIDE)
    return tuple(
        Place(position - place + index, near[index][2], -near[index][0], near[index][1])
        for index in range(first, min(len(near), place + SIDE + 1))
    )


def parameters_around(period_id: int, user_id: int) -> list[int]:
    """Return the parameters of `statement_around`, in its order."""
    return [period_id, user_id, period_id, period_id, period_id, period_id]


@cache
def statement_around(is_postgres: bool) -> str:
    """Return the statement that finds a member's place and neighbours, as position, score, moment and user id.

    Scalar sub-queries, never a join, so that every part is a short range of one index."""
    me = "(SELECT {} FROM me)"
    score, reached_at, user = me.format("score"), me.format("reached_at"), me.format("user_id")
    ties = f"score = {score} AND (reached_at, user_id) {{}} ({reached_at}, {user})"
    rising = "score, reached_at DESC, user_id DESC"
    falling = "score DESC, reached_at, user_id"
    ranges = (
        (ties.format("<"), rising),
        (f"score > {score}", rising),
        (ties.format(">"), falling),
        (f"score < {score}", falling),
    )
    table = Standing._meta.db_table
    parts = [
        f"SELECT NULL, score, CAST(reached_at AS text), user_id FROM (SELECT score, reached_at, user_id FROM {table} "
        f"WHERE period_id = %s AND {where} ORDER BY {order} LIMIT {SIDE}) r{number}"
        for number, (where, order) in enumerate(ranges)
    ]
    earlier = (
        f"(SELECT count(*) FROM {table} t WHERE t.period_id = me.period_id AND t.score = me.score "
        f"AND (t.reached_at, t.user_id) < (me.reached_at, me.user_id))"
    )
    kept = "MATERIALIZED " if is_postgres else ""
    position = f"1 + {above('me.period_id', 'me.score')} + {earlier} AS position"
    own = f"SELECT {position}, score, CAST(reached_at AS text) AS reached_at, user_id FROM me"
    return (
        f"WITH me AS {kept}(SELECT period_id, score, reached_at, user_id FROM {table} "
        f"WHERE period_id = %s AND user_id = %s) {own} UNION ALL {' UNION ALL '.join(parts)}"
    )


def changes(*, activity: Activity, growth: int) -> tuple[Change, ...]:
    """Return how `growth` points moved the actor on the site's and the place's boards. Queries: 1.

    The position before is counted among today's standings, so it says whom these points passed.
    """
    scope = f"{activity.target_type}:{activity.target_id}" if activity.target_id else ""
    keys = boards.board_keys(scope, activity.occurred_at)
    seats, parameters = boards.lookup((key, activity.actor_id) for key in keys)
    statement = (
        f"SELECT s.id, s.scope, s.cycle, s.score, {above('s.id', 's.score')}, {above('s.id', 's.earlier')} "
        f"FROM (SELECT q.*, q.score - CAST(%s AS bigint) AS earlier FROM ({seats}) q WHERE q.score IS NOT NULL) s"
    )
    found = []
    for period, place, cycle, score, higher, higher_before in sql.fetch(statement, [growth, *parameters]):
        was_there = score - growth > 0
        passed = 1 if growth > 0 else 0  # the member's own standing is above their score before
        position = int(higher_before) + 1 - passed if was_there else None
        found.append(Change(period, place, cycle, position, int(higher) + 1))
    return tuple(found)
