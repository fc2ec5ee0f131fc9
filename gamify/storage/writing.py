"""A batch's outcomes written down, each table in one statement, rows in the order of their keys."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from gamify.engine import outcomes
from gamify.engine.decision import Decision, Entry
from gamify.engine.economy import Economy
from gamify.engine.happening import Happening
from gamify.models import Account, LedgerEntry, Outcome, Player, Progress, Waiting
from gamify.storage import awards, loading
from gamify.storage.loading import Book
from lib import sql

Decided = Sequence[tuple[Happening, Decision]]


class Written(NamedTuple):
    """What is kept with a processed activity."""

    sequence: int
    document: dict[str, Any]


def write(decided: Decided, book: Book, economy: Economy, now: datetime) -> dict[int, Written]:
    """Write everything but standings, and return what is kept with each activity by its id.

    Inside the transaction that claimed. Queries: at most 11, however many rows.
    """
    _open_accounts(decided, book)
    write_progress(book)  # the longest first: the database works on it while the others are put together
    _write_entries(decided, book)
    written = {
        happening.id: Written(decision.sequence, outcomes.document(decision, economy))
        for happening, decision in decided
    }
    _write_outcomes(decided, written, now)
    _write_players(decided)
    _write_balances(decided, book)
    awards.write(decided, economy)
    return written


def _open_accounts(decided: Decided, book: Book) -> None:
    used = {(happening.actor_id, entry.currency) for happening, decision in decided for entry in decision.entries}
    missing = sorted(used - book.accounts.keys())
    if missing:
        columns = (("user_id", "bigint"), ("currency_id", "text"), ("available", "bigint"), ("held", "bigint"))
        rows = [(user, currency, 0, 0) for user, currency in missing]
        sql.insert(Account._meta.db_table, columns, rows, "ON CONFLICT DO NOTHING")
        loading.load_accounts(book)


def _write_outcomes(decided: Decided, written: Mapping[int, Written], now: datetime) -> None:
    columns = (
        ("activity_id", "bigint"),
        ("actor_id", "bigint"),
        ("sequence", "bigint"),
        ("document", "json"),
        ("processed_at", "timestamptz"),
    )
    rows = [
        (happening.id, happening.actor_id, decision.sequence, _dump(written[happening.id].document), now)
        for happening, decision in decided
    ]
    sql.insert(Outcome._meta.db_table, columns, rows)
    sql.delete(Waiting._meta.db_table, "activity_id", "bigint", written)


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _write_players(decided: Decided) -> None:
    latest = {happening.actor_id: decision for happening, decision in decided}
    rows = [(user, decision.level_after, decision.sequence) for user, decision in sorted(latest.items())]
    sql.update(Player._meta.db_table, (("user_id", "bigint"),), (("level", "int"), ("sequence", "bigint")), rows)


def _write_entries(decided: Decided, book: Book) -> None:
    entries = [(happening.actor_id, entry) for happening, decision in decided for entry in decision.entries]
    if any(entry.reverses and entry.reverses.id is None for _, entry in entries):
        _reserve_ids([entry for _, entry in entries])
    columns = [
        ("account_id", "bigint"),
        ("kind", "text"),
        ("amount", "bigint"),
        ("activity_id", "bigint"),
        ("source", "text"),
        ("reverses_id", "bigint"),
        ("scope", "text"),
        ("earned_at", "timestamptz"),
        ("at", "timestamptz"),
    ]
    rows = [(book.accounts[user, entry.currency], *_entry_values(entry)) for user, entry in entries]
    if entries and entries[0][1].id is not None:
        columns.append(("id", "bigint"))
        rows = [(*row, entry.id) for row, (_, entry) in zip(rows, entries, strict=True)]
    sql.insert(LedgerEntry._meta.db_table, columns, rows)


def _entry_values(entry: Entry) -> tuple[Any, ...]:
    reverses = entry.reverses.id if entry.reverses else None
    return (
        entry.kind,
        entry.amount,
        entry.activity_id,
        entry.source,
        reverses,
        entry.scope,
        entry.earned_at,
        entry.at,
    )


def _reserve_ids(entries: Sequence[Entry]) -> None:
    """Number the entries before they are stored, because one of them reverses another of the same batch."""
    ids = sql.reserve_ids(LedgerEntry._meta.db_table, len(entries))
    for entry, pk in zip(entries, ids, strict=True):
        entry.id = pk


def _write_balances(decided: Decided, book: Book) -> None:
    moved = {(happening.actor_id, entry.currency) for happening, decision in decided for entry in decision.entries}
    rows = sorted((book.accounts[user, currency], book.facts[user].balances[currency]) for user, currency in moved)
    sql.update(Account._meta.db_table, (("id", "bigint"),), (("available", "bigint"),), rows)


def write_progress(book: Book) -> None:
    """Store the counters that were touched. Queries: at most 2."""
    columns = (
        ("user_id", "bigint"),
        ("subject", "text"),
        ("period", "text"),
        ("value", "bigint"),
        ("last_at", "timestamptz"),
        ("completed_at", "timestamptz"),
        ("settled_by_id", "bigint"),
        ("version", "int"),
    )
    fresh: list[Sequence[Any]] = []
    moved: list[Sequence[Any]] = []
    for user, facts in sorted(book.facts.items()):
        for key in sorted(facts.touched):
            counter = facts.counters[key]
            state = (counter.value, counter.last_at, counter.completed_at, counter.settled_by, counter.version)
            (moved if (user, *key) in book.stored else fresh).append((user, *key, *state))
    changes = ", ".join(f"{name} = excluded.{name}" for name, _ in columns[3:])
    sql.insert(Progress._meta.db_table, columns, fresh)
    sql.insert(
        Progress._meta.db_table, columns, moved, f"ON CONFLICT (user_id, subject, period) DO UPDATE SET {changes}"
    )


def recount_accounts(users: Sequence[int]) -> None:
    """Set the balances of `users` to the sum of their entries. Queries: 1."""
    sql.run(
        f"UPDATE gamify_account SET available = "
        f"coalesce((SELECT sum(e.amount) FROM gamify_ledgerentry e WHERE e.account_id = gamify_account.id), 0) - held "
        f"WHERE {sql.any_of('user_id', 'bigint')}",
        [sql.many(users)],
    )
