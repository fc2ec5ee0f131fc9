"""Boards, their periods and the standings on them, read and moved in sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from gamify.engine import periods
from gamify.engine.facts import GROWTH
from gamify.models import Account, Leaderboard, LedgerEntry, Period, Standing
from gamify.storage import trie
from lib import sql

SITE = "site"
# Who stands on boards, of `accounts_user u`: nobody who hides or whose account is closed.
RANKED = "(u.is_active AND NOT u.boards_hidden AND NOT u.game_hidden)"

BoardKey = tuple[str, str, str]  # scope, cycle, period key


class Seat(NamedTuple):
    """A member's place on a board that exists: without a score as long as there is no standing."""

    period_id: int
    score: int | None
    reached_at: str | None


Seats = dict[tuple[BoardKey, int], Seat]


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


def apply(gains: Iterable[Gain], seats: Seats | None = None) -> tuple[int, ...]:
    """Move the standings of everybody who gained or gave back, and return the periods that changed.

    Inside the transaction that holds the members' locks and has read `seats`. Queries: 2, 1 more for seats that were
    not read, and 5 more when a board or week is new or something was undone.
    """
    wanted = _fold(gains)
    if not wanted:
        return ()
    places = _places(wanted, seats or {})
    moves = {(places[key].period_id, key[1]): _moved(move, places[key]) for key, move in wanted.items()}
    _write_standings(moves)
    trie.move((period, move.before, move.score) for (period, _), move in moves.items())
    by_period = {places[key].period_id: key[0] for key in wanted}
    _recount_moments([key for key, move in moves.items() if move.is_recounted and move.score > 0], by_period)
    return tuple(sorted(by_period))


def remove(*, user_id: int) -> tuple[int, ...]:
    """Take a member off every board and return the periods. Inside a transaction that locks the player. Queries: 3."""
    held = Standing.objects.filter(user_id=user_id).values_list("period_id", "score")
    moves = {(period, user_id): Move(0, None, before=score) for period, score in held}
    _write_standings(moves)
    trie.move((period, move.before, move.score) for (period, _), move in moves.items())
    return tuple(period for period, _ in moves)


@lru_cache(maxsize=10_000)
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


def _places(wanted: Iterable[tuple[BoardKey, int]], seats: Seats) -> Seats:
    """Return the seats of `wanted`: as read before, else read now, after their boards were opened."""
    missing = [key for key in wanted if key not in seats]
    if not missing:
        return seats
    found = as_seats(sql.fetch(*lookup(missing)))
    if len(found) < len(missing):
        open_periods(board for board, _ in missing)
        found = as_seats(sql.fetch(*lookup(missing)))
    return seats | found


def _moved(move: Move, seat: Seat) -> Move:
    if seat.score is not None:
        move.before = seat.score
        move.score += seat.score
        known = sql.moment(seat.reached_at)
        if known and (move.reached_at is None or known > move.reached_at):
            move.reached_at = known
    return move


def lookup(wanted: Iterable[tuple[BoardKey, int]]) -> sql.Question:
    """Return the statement that reads members' seats; `as_seats` takes its rows. Unknown boards are absent."""
    columns = (("scope", "text"), ("cycle", "text"), ("week", "text"), ("user_id", "bigint"))
    source, parameters = sql.keys(columns, [(*board, user) for board, user in dict.fromkeys(wanted)])
    table, mine = Standing._meta.db_table, "t.user_id = k.user_id AND t.period_id = p.id"
    if sql.is_postgres():  # LATERAL and CROSS JOIN as in `sql.lookup`
        join, standing = "JOIN", f"LATERAL (SELECT score, reached_at FROM {table} t WHERE {mine} OFFSET 0) t ON true"
    else:
        join, standing = "CROSS JOIN", f"{table} t ON {mine}"
    statement = (
        f"SELECT k.scope, k.cycle, k.week, k.user_id, p.id, t.score, CAST(t.reached_at AS text) FROM {source} "
        f"{join} {Leaderboard._meta.db_table} b "
        f"ON b.scope = k.scope AND b.cycle = k.cycle AND b.currency_id = '{GROWTH}' "
        f"{join} {Period._meta.db_table} p ON p.leaderboard_id = b.id AND p.key = k.week LEFT JOIN {standing}"
    )
    return statement, parameters


def as_seats(rows: Iterable[tuple[Any, ...]]) -> Seats:
    """Return the rows of `lookup` by board and member."""
    return {
        ((scope, cycle, week), user): Seat(period, score, reached_at)
        for scope, cycle, week, user, period, score, reached_at in rows
    }


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
    fresh: list[Sequence[Any]] = []
    kept: list[Sequence[Any]] = []
    gone = []
    for key, move in sorted(moves.items()):
        if move.score > 0:
            (fresh if move.before is None else kept).append((*key, move.score, move.reached_at or _EARLY))
        elif move.before is not None:
            gone.append(key)
    tail = "ON CONFLICT (period_id, user_id) DO UPDATE SET score = excluded.score, reached_at = excluded.reached_at"
    sql.insert(Standing._meta.db_table, columns, fresh)
    sql.insert(Standing._meta.db_table, columns, kept, tail)
    if gone:
        source, parameters = sql.keys(columns[:2], gone)
        table = Standing._meta.db_table
        sql.run(
            f"DELETE FROM {table} WHERE (period_id, user_id) IN (SELECT k.period_id, k.user_id FROM {source})",
            parameters,
        )


_EARLY = datetime.fromisoformat("1970-01-01T00:00:00+00:00")  # replaced by the recount of the same transaction


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
    trie.recount()


_RECOUNT = f"""
INSERT INTO gamify_standing (period_id, user_id, score, reached_at)
SELECT p.id, a.user_id, sum(e.amount), max(CASE WHEN e.amount > 0 AND r.id IS NULL THEN e.earned_at END)
FROM gamify_ledgerentry e
JOIN gamify_account a ON a.id = e.account_id AND a.currency_id = 'growth'
JOIN accounts_user u ON u.id = a.user_id AND {RANKED}
LEFT JOIN gamify_ledgerentry r ON r.reverses_id = e.id
JOIN gamify_leaderboard b ON b.scope = 'site' OR b.scope = e.scope
JOIN gamify_period p ON p.leaderboard_id = b.id
  AND (p.starts_at IS NULL OR (e.earned_at >= p.starts_at AND e.earned_at < p.ends_at))
GROUP BY p.id, a.user_id HAVING sum(e.amount) > 0
"""
