"""Rows of a model by a statement written once: on a hot path compiling a query set costs ten times the query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from lib import sql

AnyModel = TypeVar("AnyModel", bound=Model)
_Written = tuple[str, Sequence[Any]]  # a statement, and the fields whose values it takes


class Records(Generic[AnyModel]):
    """Rows of the table of `model`, whose key is `id` and which the rest of a statement may call `t`.

    Args:
        without: names of fields that are loaded when somebody asks for them.
        beside: names of foreign keys whose rows come along, whole.
    """

    def __init__(self, model: type[AnyModel], *without: str, beside: Sequence[str] = ()) -> None:
        self._model, self._without, self._beside = model, without, beside
        self._changes: dict[tuple[str, ...], _Written] = {}

    def where(self, rest: str, parameters: Sequence[Any]) -> sql.Question:
        """Return the question for the rows of which `rest` holds; a constant of the program, no text of anybody."""
        return f"{self._select} WHERE {rest}", parameters

    def made(self, rows: Iterable[Sequence[Any]]) -> list[AnyModel]:
        """Return such rows as objects."""
        return [self._made(row) for row in rows]

    def one(self, rest: str, *parameters: int | str) -> AnyModel | None:
        """Return the row of which `rest` holds, None when there is none. Queries: 1."""
        found = sql.fetch(*self.where(rest, parameters))
        return self._made(found[0]) if found else None

    def held(self, rest: str, *parameters: int | str) -> AnyModel | None:
        """Return the row as `one` does, locked until the transaction ends; who only refers to it waits for nobody."""
        if not connection.in_atomic_block:
            raise TransactionManagementError("A row is locked inside a transaction only.")
        return self.one(rest + sql.for_no_key_update("t"), *parameters)

    def held_by_key(self, pk: int) -> AnyModel:
        """Return the row with this key, locked as `held`. Raises: DoesNotExist."""
        row = self.held("t.id = %s", pk)
        if row is None:
            raise self._model.DoesNotExist  # type: ignore[attr-defined]
        return row

    def write(self, row: AnyModel, *names: str) -> None:
        """Write these fields of a row that the caller holds. Queries: 1."""
        if names not in self._changes:
            fields: list[Any] = [self._model._meta.get_field(name) for name in names]
            changes = ", ".join(f"{field.column} = %s" for field in fields)
            self._changes[names] = f"UPDATE {self._table} SET {changes} WHERE id = %s", fields  # noqa: S608 (names)
        statement, written = self._changes[names]
        sql.run(statement, [*_values(row, written), row.pk])

    def add(self, row: AnyModel) -> None:
        """Insert a new row and give it its key. Queries: 1."""
        statement, fields = self._addition
        row.pk = sql.fetch(statement, _values(row, fields))[0][0]
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    @cached_property
    def _addition(self) -> _Written:
        fields = [field for field in self._model._meta.concrete_fields if not field.primary_key]
        names, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
        return f"INSERT INTO {self._table} ({names}) VALUES ({marks}) RETURNING id", fields  # noqa: S608 (names)

    @property
    def _table(self) -> str:
        return self._model._meta.db_table

    def _made(self, row: Sequence[Any]) -> AnyModel:
        whole: AnyModel = self._parts[0].made(row)
        for key, part in zip(self._keys, self._parts[1:], strict=True):
            key.set_cached_value(whole, part.made(row))
        return whole

    @cached_property
    def _keys(self) -> list[Any]:
        return [self._model._meta.get_field(name) for name in self._beside]

    @cached_property
    def _parts(self) -> list[_Part]:
        parts = [_Part(self._model, "t", 0, self._without)]
        for key in self._keys:
            parts.append(_Part(key.related_model, key.name, parts[-1].end, ()))
        return parts

    @cached_property
    def _select(self) -> str:
        columns = ", ".join(part.columns for part in self._parts)
        joins = "".join(
            f' LEFT JOIN {key.related_model._meta.db_table} "{key.name}" ON "{key.name}".id = t.{key.column}'
            for key in self._keys
        )
        return f"SELECT {columns} FROM {self._table} t{joins}"  # noqa: S608 (names of columns and tables)


def _values(row: Model, fields: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


class _Part:
    """The columns of one table within a row: from `start` to before `end`."""

    def __init__(self, model: type[Model], alias: str, start: int, without: Sequence[str]) -> None:
        self._model, self._start = model, start
        self._fields = [field for field in model._meta.concrete_fields if field.name not in without]
        self._names = [field.attname for field in self._fields]
        self._key = next(start + place for place, field in enumerate(self._fields) if field.primary_key)
        self.end = start + len(self._fields)
        self.columns = ", ".join(f'"{alias}".{field.column}' for field in self._fields)

    def made(self, row: Sequence[Any]) -> Any:
        """Return the part of the row as an object; None when the key that leads to it is empty."""
        if row[self._key] is None:
            return None
        values = list(row[self._start : self.end])
        for place, convert, column in self._converters:
            values[place] = convert(values[place], column, connection)
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, values)

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
