"""Statements straight to the database's driver: Django's cursor costs as much as a short statement takes.

The connection is looked up once a statement: each attribute of Django's `connection` looks it up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Cursor = Any  # the driver's own, or Django's around it
_KEPT = "_hearth_cursor"  # on PostgreSQL's connection: making a cursor costs a tenth of a short statement


def fetch(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    db = connections[DEFAULT_DB_ALIAS]
    with db.wrap_database_errors:
        rows: list[tuple[Any, ...]] = _execute(db, statement, parameters).fetchall()
        return rows


def execute(statement: str, parameters: Sequence[Any] = ()) -> Cursor:
    """Run a statement and return its cursor, which the next statement may take over; in a pipeline it is its own."""
    db = connections[DEFAULT_DB_ALIAS]
    with db.wrap_database_errors:
        return _execute(db, statement, parameters)


def execute_many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement for each of `rows`, on SQLite."""
    db = connections[DEFAULT_DB_ALIAS]
    if not _may_pass(db):
        with db.cursor() as watched:
            watched.executemany(statement, rows)
        return
    with db.wrap_database_errors:
        db.connection.executemany(_as_sqlite(statement), rows)


def cursor() -> Cursor:
    """Return a new cursor of PostgreSQL."""
    db = connections[DEFAULT_DB_ALIAS]
    return db.connection.cursor() if _may_pass(db) else db.cursor()


def _execute(db: Any, statement: str, parameters: Sequence[Any]) -> Cursor:
    if not _may_pass(db):
        watched = db.cursor()
        watched.execute(statement, parameters or None)  # None: a bare % in the statement is no placeholder
        return watched
    if db.vendor == "postgresql":
        return _kept(db.connection).execute(statement, parameters or None)
    return db.connection.execute(_as_sqlite(statement) if parameters else statement, parameters)


def _may_pass(db: Any) -> bool:
    """Tell whether a statement may pass Django by: nobody watches it, and nothing is to be refused. Connects."""
    if db.execute_wrappers or db.queries_logged or db.needs_rollback:
        return False
    db.close_if_health_check_failed()
    if db.connection is None:
        db.ensure_connection()
    return True


@lru_cache(maxsize=1000)
def _as_sqlite(statement: str) -> str:
    return statement.replace("%s", "?").replace("%%", "%")


def _kept(driver: Any) -> Cursor:
    if driver.pgconn.pipeline_status:
        return driver.cursor()
    kept = vars(driver).get(_KEPT)
    if kept is None:
        kept = driver.cursor()
        setattr(driver, _KEPT, kept)
    return kept
