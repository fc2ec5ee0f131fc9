"""Standings and the counting trie, moved in sets (performance.md section 1; ADR on ranks).

The trie counts, for each depth d, how many standings of a period have `score >> 6d` equal to a bucket. A rank is one
plus the standings in the later siblings of one's own bucket at every depth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gamify.engine import periods
from gamify.engine.facts import GROWTH
from gamify.models import Account, Leaderboard, LedgerEntry, Period, RankBucket, Standing
from lib import sql

SITE = "site"
BITS = 6
DEPTHS = 4  # 16.7 million scores by four steps; above, the last step widens and stays exact

BoardKey = tuple[str, str, str]  # scope, cycle, period key


@dataclass(frozen=True, slots=True)
class Gain:
    """Growth that one member gained or gave back in one scope; a mirror's moment is read from the ledger."""

    user_id: int
    scope: str
    amount: int
    earned_at: datetime
    is_mirror: bool


@dataclass(slots=True)
class Move:
    """A member's standing before and after a batch."""

    score: int
    reached_at: datetime | None
    before: int | None = None
    is_recounted: bool = False


def apply(gains: Iterable[Gain]) -> tuple[int, ...]:
    """Move the standings of everybody who gained or gave back, and return the periods that changed.

    Inside the transaction that holds the members' locks. Queries: 4, and 4 more when a board or week is new or
    something was undone.
    """
    wanted = _fold(gains)
    if not wanted:
        return ()
    periods_by_key, moves = _load(wanted)
    _write_standings(moves)
    _write_trie(moves)
    _recount_moments([key for key, move in moves.items() if move.is_recounted and move.score > 0], periods_by_key)
    return tuple(sorted({period for period, _ in moves}))


def remove(*, user_id: int) -> tuple[int, ...]:
    """Take a member off every board and return the periods. Inside a transaction that locks the player. Queries: 3."""
    held = Standing.objects.filter(user_id=user_id).values_list("period_id", "score")
    moves = {(period, user_id): Move(0, None, before=score) for period, score in held}
    _write_standings(moves)
    _write_trie(moves)
    return tuple(period for period, _ in moves)


def board_keys(scope: str, earned_at: datetime) -> tuple[BoardKey, ...]:
    """Return the boards that points earned in `scope` at `earned_at` count on: site and place, this week and ever."""
    week = periods.board_week(earned_at)
    places = (SITE, scope) if scope else (SITE,)
    return tuple((place, cycle, key) for place in places for cycle, key in (("ever", ""), ("week", week)))


def _fold(gains: Iterable[Gain]) -> dict[tuple[BoardKey, int], Move]:
    folded: dict[tuple[BoardKey, int], Move] = {}
    for gain in gains:
        for board in board_keys(gain.scope, gain.earned_at):
            move = folded.setdefault((board, gain.user_id), Move(0, None))
            move.score += gain.amount
            move.is_recounted |= gain.is_mirror
            if not gain.is_mirror and (move.reached_at is None or gain.earned_at > move.reached_at):
                move.reached_at = gain.earned_at
    return folded


def _load(
    wanted: Mapping[tuple[BoardKey, int], Move],
) -> tuple[dict[int, BoardKey], dict[tuple[int, int], Move]]:
    boards = sorted({board for board, _ in wanted})
    periods_by_key = periods_of(boards)
    if len(periods_by_key) < len(boards):
        open_periods(boards)
        periods_by_key = periods_of(boards)
    moves = {(periods_by_key[board], user): move for (board, user), move in wanted.items()}
    columns = (("period_id", "bigint"), ("user_id", "bigint"))
    for period, user, score, reached_at in sql.lookup(
        Standing._meta.db_table, columns, list(moves), "score, reached_at"
    ):
        move = moves[period, user]
        move.before = score
        move.score += score
        known = sql.moment(reached_at)
        if known and (move.reached_at is None or known > move.reached_at):
            move.reached_at = known
    return {period: board for board, period in periods_by_key.items()}, moves


def periods_of(boards: Sequence[BoardKey]) -> dict[BoardKey, int]:
    """Return the ids of the periods of `boards` that exist. Queries: 1."""
    columns = (("scope", "text"), ("cycle", "text"), ("week", "text"))
    source, parameters = sql.keys(columns, boards)
    statement = (
        f"SELECT k.scope, k.cycle, k.week, p.id FROM {source} "
        f"JOIN {Leaderboard._meta.db_table} b "
        f"ON b.scope = k.scope AND b.cycle = k.cycle AND b.currency_id = '{GROWTH}' "
        f"JOIN {Period._meta.db_table} p ON p.leaderboard_id = b.id AND p.key = k.week"
    )
    return {(scope, cycle, week): pk for scope, cycle, week, pk in sql.fetch(statement, parameters)}


def open_periods(boards: Iterable[BoardKey]) -> None:
    """Create the boards and periods among `boards` that do not exist. Queries: 3."""
    every = sorted(set(boards))
    columns = (("scope", "text"), ("cycle", "text"), ("currency_id", "text"))
    rows = sorted({(scope, cycle, GROWTH) for scope, cycle, _ in every})
    sql.insert(Leaderboard._meta.db_table, columns, rows, "ON CONFLICT DO NOTHING")
    found = Leaderboard.objects.filter(currency_id=GROWTH, scope__in={scope for scope, _, _ in every})
    ids = {(scope, cycle): pk for pk, scope, cycle in found.values_list("pk", "scope", "cycle")}
    period_rows = []
    for scope, cycle, key in every:
        starts_at, ends_at = periods.bounds(key) if key else (None, None)
        period_rows.append((ids[scope, cycle], key, starts_at, ends_at))
    period_columns = (
        ("leaderboard_id", "bigint"),
        ("key", "text"),
        ("starts_at", "timestamptz"),
        ("ends_at", "timestamptz"),
    )
    sql.insert(Period._meta.db_table, period_columns, period_rows, "ON CONFLICT DO NOTHING")


def _write_standings(moves: Mapping[tuple[int, int], Move]) -> None:
    columns = (("period_id", "bigint"), ("user_id", "bigint"), ("score", "bigint"), ("reached_at", "timestamptz"))
    kept, gone = [], []
    for key, move in sorted(moves.items()):
        if move.score > 0:
            kept.append((*key, move.score, move.reached_at or _EARLY))
        elif move.before is not None:
            gone.append(key)
    tail = "ON CONFLICT (period_id, user_id) DO UPDATE SET score = excluded.score, reached_at = excluded.reached_at"
    sql.insert(Standing._meta.db_table, columns, kept, tail)
    if gone:
        source, parameters = sql.keys(columns[:2], gone)
        table = Standing._meta.db_table
        sql.run(
            f"DELETE FROM {table} WHERE id IN (SELECT s.id FROM {source} "
            f"JOIN {table} s ON s.period_id = k.period_id AND s.user_id = k.user_id)",
            parameters,
        )


_EARLY = datetime.fromisoformat("1970-01-01T00:00:00+00:00")  # replaced by the recount of the same transaction


def _write_trie(moves: Mapping[tuple[int, int], Move]) -> None:
    changes: Counter[tuple[int, int, int]] = Counter()
    for (period, _), move in moves.items():
        for score, change in ((move.before, -1), (move.score if move.score > 0 else None, 1)):
            if score is None:
                continue
            for depth in range(DEPTHS):
                changes[period, depth, score >> (BITS * depth)] += change
    rows = [(*key, change) for key, change in sorted(changes.items()) if change]
    columns = (("period_id", "bigint"), ("depth", "smallint"), ("bucket", "bigint"), ("standings", "bigint"))
    table = RankBucket._meta.db_table
    tail = f"ON CONFLICT (period_id, depth, bucket) DO UPDATE SET standings = {table}.standings + excluded.standings"
    sql.insert(table, columns, rows, tail)


def _recount_moments(keys: Sequence[tuple[int, int]], by_period: Mapping[int, BoardKey]) -> None:
    """Set when each score was reached: the latest earning that still stands. Only undo and redo need it."""
    if not keys:
        return
    columns = (
        ("period_id", "bigint"),
        ("user_id", "bigint"),
        ("scope", "text"),
        ("starts_at", "timestamptz"),
        ("ends_at", "timestamptz"),
    )
    rows = []
    for period, user in sorted(keys):
        scope, _, week = by_period[period]
        starts_at, ends_at = periods.bounds(week) if week else (_EARLY, _LATE)
        rows.append((period, user, "" if scope == SITE else scope, starts_at, ends_at))
    source, parameters = sql.keys(columns, rows)
    statement = (
        f"SELECT k.period_id, k.user_id, (SELECT max(e.earned_at) FROM {LedgerEntry._meta.db_table} e "
        f"JOIN {Account._meta.db_table} a ON a.id = e.account_id "
        f"WHERE a.user_id = k.user_id AND a.currency_id = '{GROWTH}' AND e.amount > 0 "
        f"AND (k.scope = '' OR e.scope = k.scope) AND e.earned_at >= k.starts_at AND e.earned_at < k.ends_at "
        f"AND NOT EXISTS (SELECT 1 FROM {LedgerEntry._meta.db_table} r WHERE r.reverses_id = e.id)) FROM {source}"
    )
    moments = [(period, user, sql.moment(at)) for period, user, at in sql.fetch(statement, parameters)]
    sql.update(Standing._meta.db_table, columns[:2], (("reached_at", "timestamptz"),), sorted(moments))


_LATE = datetime.fromisoformat("9000-01-01T00:00:00+00:00")


def recount() -> None:
    """Replace all standings and the trie by what the ledger says. Inside a transaction. Queries: 4."""
    sql.run("DELETE FROM gamify_standing")
    sql.run(_RECOUNT)
    recount_trie()


def recount_trie() -> None:
    """Count all standings into the trie again. Inside a transaction. Queries: 2."""
    sql.run("DELETE FROM gamify_rankbucket")
    sql.run(
        "INSERT INTO gamify_rankbucket (period_id, depth, bucket, standings) "
        "SELECT s.period_id, d.depth, s.score >> (6 * d.depth), count(*) FROM gamify_standing s "
        "CROSS JOIN (SELECT 0 AS depth UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) d "
        "GROUP BY s.period_id, d.depth, s.score >> (6 * d.depth)"
    )


_RECOUNT = """
INSERT INTO gamify_standing (period_id, user_id, score, reached_at)
SELECT p.id, a.user_id, sum(e.amount), max(CASE WHEN e.amount > 0 AND r.id IS NULL THEN e.earned_at END)
FROM gamify_ledgerentry e
JOIN gamify_account a ON a.id = e.account_id AND a.currency_id = 'growth'
JOIN accounts_user u ON u.id = a.user_id AND NOT u.boards_hidden AND NOT u.game_hidden
LEFT JOIN gamify_ledgerentry r ON r.reverses_id = e.id
JOIN gamify_leaderboard b ON b.scope = 'site' OR b.scope = e.scope
JOIN gamify_period p ON p.leaderboard_id = b.id
  AND (p.starts_at IS NULL OR (e.earned_at >= p.starts_at AND e.earned_at < p.ends_at))
GROUP BY p.id, a.user_id HAVING sum(e.amount) > 0
"""
