"""Rows as PostgreSQL's array literals: written here because the driver's own dumper costs more than the statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Columns = Sequence[tuple[str, str]]  # name and PostgreSQL type
Rows = Sequence[Sequence[Any]]
_BARE = ("bigint", "int", "integer", "smallint", "boolean")


def array_literals(rows: Rows, columns: Columns) -> list[str]:
    """Return one array literal a column."""
    if not rows:
        return ["{}" for _ in columns]
    return [_array(values, kind in _BARE) for values, (_, kind) in zip(zip(*rows, strict=True), columns, strict=True)]


def _array(values: Sequence[Any], is_bare: bool) -> str:
    if is_bare:
        return "{" + str(list(values))[1:-1].replace("None", "NULL") + "}"
    seen = {value: _quoted(value) for value in set(values)}
    return "{" + ",".join([seen[value] for value in values]) + "}"


def _quoted(value: Any) -> str:
    if value is None:
        return "NULL"
    text = value if isinstance(value, str) else value.isoformat()
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
