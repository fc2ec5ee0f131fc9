"""Tables that only grow: the database itself refuses to change or delete their rows, whatever the code says.

SQLite makes an altered table anew and forgets its triggers: a later migration that alters such a table seals it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


def append_only(*tables: str) -> RunPython:
    """Return the one migration operation that seals `tables`: an operation each would render every model each time."""
    return RunPython(partial(_seal, tables), partial(_unseal, tables))


def _seal(tables: Iterable[str], apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    statements = _postgres if editor.connection.vendor == "postgresql" else _sqlite
    for statement in chain.from_iterable(map(statements, tables)):
        editor.execute(statement, params=None)


def _postgres(table: str) -> Iterator[str]:
    yield f"""CREATE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_message(table)}' USING ERRCODE = 'restrict_violation'; END $$"""
    for name, head in _triggers(table):
        yield f"CREATE TRIGGER {name} BEFORE {head} EXECUTE FUNCTION {table}_sealed()"


def _sqlite(table: str) -> Iterator[str]:
    for name, head in _triggers(table):
        yield f"CREATE TRIGGER {name} BEFORE {head} BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"


def _triggers(table: str) -> Iterator[tuple[str, str]]:
    yield f"{table}_update_sealed", f"UPDATE ON {table} FOR EACH ROW"
    yield f"{table}_delete_sealed", f"DELETE ON {table} FOR EACH ROW"


def _message(table: str) -> str:
    return f"hearth: {table} is append-only"


def _unseal(tables: Iterable[str], apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    is_postgres = editor.connection.vendor == "postgresql"
    for table in tables:
        for name, _ in _triggers(table):
            editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if is_postgres else ''}", params=None)
        if is_postgres:
            editor.execute(f"DROP FUNCTION {table}_sealed()", params=None)
