"""Statements about sets of rows: arrays and `unnest` on PostgreSQL, JSON and `executemany` on SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from lib import driver
from lib.postgres_arrays import Columns, Rows, array_literals

Question = tuple[str, Sequence[Any]]  # a statement and its parameters
fetch = driver.fetch
send = driver.execute  # in a `pipelined` block: what came of it is known after the block
_writers: ContextVar[list[driver.Cursor] | None] = ContextVar("the cursor that writes in a pipeline", default=None)


@cache
def is_postgres() -> bool:
    """Tell which of the two dialects to speak: asked often, and the same as long as the process lives."""
    return connection.vendor == "postgresql"


def run(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement of the program and return how many rows it changed."""
    changed: int = driver.execute(statement, parameters).rowcount
    return changed


def keys(columns: Columns, rows: Rows, alias: str = "k") -> tuple[str, list[Any]]:
    """Return a FROM item of `rows` with its parameters, to join a table to many composite keys in one statement."""
    names = ", ".join(name for name, _ in columns)
    if is_postgres():
        arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
        return f"unnest({arrays}) AS {alias}({names})", array_literals(rows, columns)
    picked = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, (name, _) in enumerate(columns))
    values = json.dumps([[plain(value) for value in row] for row in rows])
    return f"(SELECT {picked} FROM json_each(%s)) AS {alias}", [values]


@contextmanager
def pipelined() -> Iterator[None]:
    """Send the statements of the block without waiting for each, where the driver can; a read waits for all before it.

    Inside a transaction. An error of an earlier statement may surface at a later one or at the end of the block.
    """
    if not is_postgres():
        yield
        return
    token = _writers.set([])
    try:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    finally:
        _writers.reset(token)


def lookup(table: str, key: Columns, rows: Rows, columns: str) -> Question:
    """Return the question for `key` and `columns` of the rows of `table` that have one of many composite keys.

    Each is found by its index: a planner that takes the set for a big one would read the whole table, which LATERAL
    (and SQLite's CROSS JOIN) forbids. `columns` are those of the table `t`.
    """
    source, parameters = keys(key, rows)
    names = ", ".join(f"k.{name}" for name, _ in key)
    same = " AND ".join(f"t.{name} = k.{name}" for name, _ in key)
    if is_postgres():
        found = f"CROSS JOIN LATERAL (SELECT * FROM {table} t WHERE {same} OFFSET 0) t"
    else:
        found = f"CROSS JOIN {table} t ON {same}"
    return f"SELECT {names}, {columns} FROM {source} {found}", parameters


def insert(table: str, columns: Columns, rows: Rows, tail: str = "") -> None:
    """Insert `rows` in their order, with `tail` after them (`ON CONFLICT ...`); without rows there is no statement."""
    if not rows:
        return
    names = ", ".join(name for name, _ in columns)
    if is_postgres():
        arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
        statement = f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {tail}"
        _write(statement, array_literals(rows, columns))
        return
    marks = ", ".join("%s" for _ in columns)
    _run_many(f"INSERT INTO {table} ({names}) VALUES ({marks}) {tail}", rows)


def reserve_ids(table: str, count: int) -> list[int]:
    """Return ids that nobody else gets, for rows that point to each other before they are stored. In a transaction."""
    return [row[0] for row in fetch(*new_ids([table], count))]


def new_ids(tables: Sequence[str], count: int) -> Question:
    """Return the question for `count` times one new id of each table."""
    if is_postgres():
        each = ", ".join(f"nextval(pg_get_serial_sequence('{table}', 'id'))" for table in tables)
        return f"SELECT {each} FROM generate_series(1, %s)", [count]
    each = ", ".join(f"n.i + (SELECT coalesce(max(id), 0) FROM {table})" for table in tables)
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT {each} FROM n", [count]


def together(*questions: QuerySet[Any, tuple[Any, ...]] | Question) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several questions, asked in their order and in one round trip where the driver can.

    Inside a transaction. A query set must be a `values_list` of columns that both drivers return ready for use.
    """
    if not is_postgres():
        return [fetch(*each) if isinstance(each, tuple) else list(each) for each in questions]
    with pipelined():
        asked = [send(*(each if isinstance(each, tuple) else each.query.sql_with_params())) for each in questions]
    return [cursor.fetchall() for cursor in asked]


def delete(table: str, column: str, kind: str, values: Iterable[Any]) -> None:
    """Delete the rows whose `column` is one of `values`."""
    _write(f"DELETE FROM {table} WHERE {any_of(column, kind)}", [many(values)])


def update(table: str, key: Columns, columns: Columns, rows: Rows, where: str = "") -> None:
    """Set `columns` of the rows whose `key` columns match; each row holds the key's values, then the new ones."""
    if not rows:
        return
    if is_postgres():
        every = (*key, *columns)
        arrays = ", ".join(f"%s::{kind}[]" for _, kind in every)
        names = ", ".join(name for name, _ in every)
        changes = ", ".join(f"{name} = v.{name}" for name, _ in columns)
        same = " AND ".join(f"t.{name} = v.{name}" for name, _ in key)
        statement = f"UPDATE {table} t SET {changes} FROM unnest({arrays}) AS v({names}) WHERE {same} {where}"
        _write(statement, array_literals(rows, every))
        return
    changes = ", ".join(f"{name} = %s" for name, _ in columns)
    same = " AND ".join(f"{name} = %s" for name, _ in key)
    width = len(key)
    statement = f"UPDATE {table} AS t SET {changes} WHERE {same} {where}"
    _run_many(statement, [(*row[width:], *row[:width]) for row in rows])


def each(kind: str) -> str:
    """Return a FROM item `k(value)` of a parameter's values; see `many`."""
    return f"unnest(%s::{kind}[]) AS k(value)" if is_postgres() else "(SELECT value FROM json_each(%s)) AS k"


def any_of(column: str, kind: str) -> str:
    """Return the test that `column` is one of a parameter's values; see `many`."""
    return f"{column} = ANY(%s::{kind}[])" if is_postgres() else f"{column} IN (SELECT value FROM json_each(%s))"


def for_no_key_update(of: str = "") -> str:
    """Return the tail of a statement that locks its rows, or those of one table, keys aside.

    On SQLite the transaction is the lock.
    """
    if not is_postgres():
        return ""
    return f" FOR NO KEY UPDATE OF {of}" if of else " FOR NO KEY UPDATE"


def many(values: Iterable[Any]) -> Any:
    """Return the parameter that belongs to `any_of` or `each`."""
    every = list(values)
    return every if is_postgres() else json.dumps(every)


def plain(value: Any) -> Any:
    """Return `value` as SQLite stores it: moments as naive UTC text, the way Django writes them."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if isinstance(value, date) else value


def moment(value: Any) -> datetime | None:
    """Return a stored moment, or its text, as an aware one."""
    if value is None:
        return None
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    if found.tzinfo is UTC:
        return found
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def day(value: Any) -> date:
    """Return a stored date."""
    found: date = date.fromisoformat(value) if isinstance(value, str) else value
    return found


def document(value: Any) -> Any:
    """Return a stored JSON document, which both drivers hand over as text."""
    return json.loads(value) if isinstance(value, str) else value


def _write(statement: str, parameters: Sequence[Any]) -> None:
    """Run a statement whose result nobody asks for; those of a pipeline share a cursor."""
    writers = _writers.get()
    if writers is None:
        run(statement, parameters)
        return
    if not writers:
        writers.append(driver.cursor())
    writers[0].execute(statement, parameters)


def _run_many(statement: str, rows: Rows) -> None:
    driver.execute_many(statement, [[plain(value) for value in row] for row in rows])
