"""Emptying SQLite between tests in spite of the triggers that make the ledger append-only.

PostgreSQL empties by TRUNCATE, which passes by row triggers; SQLite by DELETE, which does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.sqlite3.base import DatabaseOperations

_flush = DatabaseOperations.execute_sql_flush


def _flush_unsealed(self: DatabaseOperations, statements: Sequence[str]) -> None:
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        emptied = "\n".join(statements)
        triggers = [(name, sql) for name, sql, table in cursor.fetchall() if f'"{table}"' in emptied]
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        _flush(self, statements)
        for _, statement in triggers:
            cursor.execute(statement)


DatabaseOperations.execute_sql_flush = _flush_unsealed
