"""Statements straight to the database's driver: Django's cursor costs as much as a short statement takes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

Cursor = Any  # the driver's own, or Django's around it
_KEPT = "_hearth_cursor"  # on PostgreSQL's connection: making a cursor costs a tenth of a short statement


def execute(statement: str, parameters: Sequence[Any] = ()) -> Cursor:
    """Run a statement and return its cursor; what it found is read at once, since the next statement may take it over.

    In a pipeline each statement has a cursor of its own, which is read after it.
    """
    if not may_pass():
        watched = connection.cursor()
        watched.execute(statement, parameters or None)  # None: a bare % in the statement is no placeholder
        return watched
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            return _kept().execute(statement, parameters or None)
        return connection.connection.execute(as_sqlite(statement) if parameters else statement, parameters)


def execute_many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement for each of `rows`, on SQLite."""
    if not may_pass():
        with connection.cursor() as watched:
            watched.executemany(statement, rows)
        return
    with connection.wrap_database_errors:
        connection.connection.executemany(as_sqlite(statement), rows)


def cursor() -> Cursor:
    """Return a new cursor of PostgreSQL."""
    return connection.connection.cursor() if may_pass() else connection.cursor()


def may_pass() -> bool:
    """Tell whether a statement may pass Django by: nobody watches it, and nothing is to be refused. Connects."""
    if connection.execute_wrappers or connection.queries_logged or connection.needs_rollback:
        return False
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return True


@lru_cache(maxsize=1000)
def as_sqlite(statement: str) -> str:
    """Return the statement with SQLite's placeholders."""
    return statement.replace("%s", "?").replace("%%", "%")


def _kept() -> Cursor:
    driver = connection.connection
    if driver.pgconn.pipeline_status:
        return driver.cursor()
    if _KEPT not in vars(driver):
        setattr(driver, _KEPT, driver.cursor())
    return vars(driver)[_KEPT]
