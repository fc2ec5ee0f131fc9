"""Emptying SQLite between tests in spite of the triggers that make the ledger append-only.

PostgreSQL empties without asking keys and seals. SQLite's tables are emptied by a connection of their own that knows
neither: dropping a trigger and making it again would have every statement of the tests' connection prepared anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache

from django.db.backends.sqlite3.base import DatabaseOperations


def _flush_unsealed(self: DatabaseOperations, statements: Sequence[str]) -> None:
    with _unguarded(str(self.connection.settings_dict["NAME"])) as connection:
        for statement in statements:
            connection.execute(statement)


@cache
def _unguarded(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20, check_same_thread=False, cached_statements=500)
    connection.set_authorizer(_pass_seals)
    return connection


def _pass_seals(action: int, table: str | None, column: str | None, database: str | None, trigger: str | None) -> int:
    """Let the one sentence of a seal mean nothing."""
    del table, column, database
    is_seal = action == sqlite3.SQLITE_SELECT and trigger and trigger.endswith("_sealed")
    return sqlite3.SQLITE_IGNORE if is_seal else sqlite3.SQLITE_OK


DatabaseOperations.execute_sql_flush = _flush_unsealed
