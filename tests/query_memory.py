"""What Django puts together anew for each query is remembered: thousands of tests ask the same.

- The columns of a table under a name are the same each time, and each keeps its hash and how its values are read.
- A column is written down once; no field of ours is selected in a form of its own.
- Which place a selected column has is asked only where an order is more than names of fields.
- Names lead over the same tables to the same field.
- A statement becomes one of SQLite's, with its question marks, once.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Model
from django.db.models.expressions import Col
from django.db.models.options import Options
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

EVERYTHING = (frozenset(), True)


def _hash(self: Col) -> int:
    kept = self.__dict__
    if "_hash" not in kept:
        kept["_hash"] = hash((self.alias, self.target))
    found: int = kept["_hash"]
    return found


def _columns(self: SQLCompiler, mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None) -> Any:
    opts = opts or self.query.get_meta()
    if mask or from_parent or opts is None or opts.parents or opts.proxy:
        return _get_columns(self, mask, start_alias, opts, from_parent)
    return list(_columns_of(opts, start_alias or self.query.get_initial_alias()))


@cache
def _columns_of(opts: Options[Model], alias: str) -> tuple[Col, ...]:
    return tuple(field.get_col(alias) for field in opts.concrete_fields)


def _write(self: SQLCompiler, node: Any) -> Any:
    return _written(self, node) if type(node) is Col and node.alias else _compile(self, node)


def _written(self: SQLCompiler, column: Col) -> Any:
    kept = column.__dict__
    if "_written" not in kept:
        kept["_written"] = f"{self.quote_name_unless_alias(column.alias)}.{_quoted(column.target.column)}", []
    return kept["_written"]


@cache
def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _order(self: SQLCompiler) -> Any:
    """Return how rows are ordered: names of fields are looked for among nothing that is selected."""
    names = self.query.order_by
    special = self.query.combinator or self.query.extra_order_by or not all(type(name) is str for name in names)
    if special or not names or any(alias for _column, _sql, alias in self.select or ()):
        return _get_order(self)
    selected, self.select = self.select, None
    try:
        return list(_get_order(self))
    finally:
        self.select = selected


def _select(self: SQLCompiler, with_col_aliases: bool = False) -> Any:
    """Return what a query of whole tables selects; no table of ours has a parent."""
    query = self.query
    special = query.extra_select or query.annotation_select or query.selected is not None or not query.default_cols
    if special or with_col_aliases or query.deferred_loading != EVERYTHING:
        return _get_select(self, with_col_aliases)
    selected = [(column, None) for column in self.get_default_columns({})]
    rows = {"model": query.model, "select_fields": list(range(len(selected)))}
    if query.select_related:
        rows["related_klass_infos"] = self.get_related_selections(selected, {})
    return [(column, _written(self, column), None) for column, _alias in selected], rows, {}


def _read(self: SQLCompiler, expressions: Any) -> Any:
    """Return what makes values of what the database gives, by the place of each expression."""
    if not all(type(expression) is Col for expression in expressions):
        return _get_converters(self, expressions)
    found = ((place, _of_field(self, column), column) for place, column in enumerate(expressions))
    return {place: (converters, column) for place, converters, column in found if converters}


def _of_field(self: SQLCompiler, column: Col) -> Any:
    kept = column.__dict__
    if "_converters" not in kept:
        converters = self.connection.ops.get_db_converters(column)
        kept["_converters"] = converters + column.get_db_converters(self.connection)
    return kept["_converters"]


def _walk(self: Query, names: list[str], opts: Any, allow_many: bool = True, fail_on_missing: bool = False) -> Any:
    if self.annotations or self._filtered_relations:
        return _get_path(self, names, opts, allow_many, fail_on_missing)
    asked = (*names, opts, allow_many, fail_on_missing)
    if asked not in _paths:
        _paths[asked] = _get_path(self, names, opts, allow_many, fail_on_missing)
    path, *found, rest = _paths[asked]
    return list(path), *found, list(rest)


def _convert(self: SQLiteCursorWrapper, query: str, *, param_names: list[str] | None = None) -> str:
    return _convert_query(self, query, param_names=param_names) if param_names is not None else _marked(query)


@lru_cache(maxsize=10_000)
def _marked(query: str) -> str:
    return _convert_query(None, query)


_get_columns, _compile, _get_order = SQLCompiler.get_default_columns, SQLCompiler.compile, SQLCompiler._order_by_pairs
_get_select, _get_converters = SQLCompiler.get_select, SQLCompiler.get_converters
_get_path, _convert_query = Query.names_to_path, SQLiteCursorWrapper.convert_query
_paths: dict[Any, Any] = {}
Col.__hash__, Col.select_format = _hash, lambda self, compiler, sql, params: (sql, params)
SQLCompiler.get_default_columns, SQLCompiler.compile, SQLCompiler._order_by_pairs = _columns, _write, _order
SQLCompiler.get_select, SQLCompiler.get_converters = _select, _read
Query.names_to_path, SQLiteCursorWrapper.convert_query = _walk, _convert
