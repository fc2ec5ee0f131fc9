"""Writing many new rows of one model in one statement, as `bulk_create` does at several times the cost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

from lib import sql
from lib.postgres_arrays import Columns, Rows


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, all with an id or all without. Queries: 1."""
    if not rows:
        return
    names = _names(type(rows[0]), rows[0].pk is not None)
    values = attrgetter(*names)
    insert_values(type(rows[0]), names, [values(row) for row in rows])


def insert_values(model: type[Model], names: Sequence[str], rows: Rows) -> None:
    """Insert rows given as the values of attributes `names`; the others have their defaults. Queries: 1, 0 for none."""
    columns, documents, others = _columns(model, tuple(names))
    if others:
        defaults = [field.get_default() for field in others]
        rows = [(*row, *defaults) for row in rows]
    if documents:
        rows = [[json.dumps(value) if at in documents else value for at, value in enumerate(row)] for row in rows]
    sql.insert(model._meta.db_table, columns, rows)


@cache
def _names(model: type[Model], with_id: bool) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if with_id or not field.primary_key)


@cache
def _columns(model: type[Model], names: tuple[str, ...]) -> tuple[Columns, frozenset[int], list[Field[Any, Any]]]:
    """Return all columns with their types, which of them are JSON documents, and the fields that are not in `names`."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in by_name.items() if name not in names and not field.primary_key]
    fields = [*(by_name[name] for name in names), *others]
    columns = [(field.column, field.db_type(connection) or "text") for field in fields]
    return columns, frozenset(at for at, field in enumerate(fields) if isinstance(field, JSONField)), others
