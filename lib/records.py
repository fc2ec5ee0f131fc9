"""Rows of a model by a statement written once: on a hot path compiling a query set costs more than the query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from lib import sql

AnyModel = TypeVar("AnyModel", bound=Model)


class Records(Generic[AnyModel]):
    """Rows of the table of `model`, which the rest of a statement may call `t`, without the fields named `without`.

    Those are loaded when somebody asks for them.
    """

    def __init__(self, model: type[AnyModel], *without: str) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if field.name not in without]
        self._names = [field.attname for field in self._fields]

    def where(self, rest: str, parameters: Sequence[Any]) -> sql.Question:
        """Return the question for the rows of which `rest` holds; a constant of the program, no text of anybody."""
        return f"{self._select} WHERE {rest}", parameters

    def made(self, rows: Iterable[Sequence[Any]]) -> list[AnyModel]:
        """Return such rows as objects."""
        if self._converters:
            rows = [self._converted(row) for row in rows]
        return [self._model.from_db(DEFAULT_DB_ALIAS, self._names, row) for row in rows]

    @cached_property
    def _select(self) -> str:
        columns = ", ".join(f"t.{field.column}" for field in self._fields)
        return f"SELECT {columns} FROM {self._model._meta.db_table} t"  # noqa: S608 (names of columns and a table)

    @cached_property
    def _converters(self) -> list[tuple[int, Any, Any]]:
        """Return place, converter and expression for what comes otherwise from this database than its field wants."""
        found = []
        for place, field in enumerate(self._fields):
            column = field.get_col(self._model._meta.db_table)
            of_database = connection.ops.get_db_converters(column)
            of_field = getattr(field, "from_db_value", None)
            found += [(place, each, column) for each in (*of_database, of_field) if each]
        return found

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, convert, column in self._converters:
            values[place] = convert(values[place], column, connection)
        return values
