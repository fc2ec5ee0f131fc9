"""What Django puts together anew for each query is remembered: thousands of tests ask the same.

- A column hashes by what names it: each ordered query puts all columns that it selects into a dictionary, and Django
  binds the signature of a constructor for each.
- What a query of a whole table selects, and how the values of a field are read, stays the same.
- A statement becomes one of SQLite's, with its question marks, once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Field, Model
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

EVERYTHING = (frozenset(), True)


def _hash(self: Col) -> int:
    return hash((self.alias, self.target))


def _select(self: SQLCompiler, with_col_aliases: bool = False) -> Any:
    query = self.query
    special = query.extra_select or query.annotation_select or query.select_related or query.selected is not None
    if special or with_col_aliases or not query.default_cols or query.deferred_loading != EVERYTHING:
        return _get_select(self, with_col_aliases)
    if query.get_initial_alias() != query.model._meta.db_table or query.model._meta.parents:
        return _get_select(self)
    if query.model not in _selected:
        _selected[query.model] = _get_select(self)[0]
    selected = _selected[query.model]
    return list(selected), {"model": query.model, "select_fields": list(range(len(selected)))}, {}


def _read(self: SQLCompiler, expressions: Any) -> Any:
    """Return what makes values of what the database gives, by the place of each expression."""
    if not all(type(expression) is Col for expression in expressions):
        return _get_converters(self, expressions)
    found = ((place, _of_field(self, column), column) for place, column in enumerate(expressions))
    return {place: (converters, column) for place, converters, column in found if converters}


def _of_field(self: SQLCompiler, column: Col) -> list[Any]:
    fields = (column.target, column.output_field)
    if fields not in _converters:
        converters = self.connection.ops.get_db_converters(column)
        _converters[fields] = converters + column.get_db_converters(self.connection)
    return _converters[fields]


def _convert(self: SQLiteCursorWrapper, query: str, *, param_names: list[str] | None = None) -> str:
    return _convert_query(self, query, param_names=param_names) if param_names is not None else _marked(query)


@lru_cache(maxsize=10_000)
def _marked(query: str) -> str:
    return _convert_query(None, query)


_get_select, _get_converters = SQLCompiler.get_select, SQLCompiler.get_converters
_convert_query = SQLiteCursorWrapper.convert_query
_selected: dict[type[Model], list[Any]] = {}
_converters: dict[tuple[Field[Any, Any], Field[Any, Any]], list[Any]] = {}
Col.__hash__ = _hash
SQLCompiler.get_select, SQLCompiler.get_converters = _select, _read
SQLiteCursorWrapper.convert_query = _convert
