"""A query that was put together once is known by what it is made of: thousands of tests ask the same.

Conditions are compiled each time, since they bring the values along; their text is part of what a query is known by.
What else brings values along, groups, or puts queries together is left to Django. How values are made of what the
database gives is known with the query.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import Value
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

LEFT_BEHIND = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
Key = tuple[Any, ...]
Statement = tuple[str, tuple[Any, ...]]


def _as_sql(self: SQLCompiler, with_limits: bool = True, with_col_aliases: bool = False) -> Statement:
    if not _is_plain(self):
        return _put_together(self, with_limits, with_col_aliases)
    try:
        where, values = self.compile(self.query.where) if self.query.where.children else ("", ())
    except (EmptyResultSet, FullResultSet):
        return _put_together(self, with_limits, with_col_aliases)
    key = (self.connection.vendor, with_limits, with_col_aliases, where, *_parts(self.query))
    if key not in _known:
        statement, all_values = _put_together(self, with_limits, with_col_aliases)
        numbers = all_values[: len(self.query.annotations)]
        if all_values == (*numbers, *values):
            _known[key] = statement, numbers, {name: getattr(self, name) for name in LEFT_BEHIND} | {"_reading": {}}
        return statement, all_values
    statement, numbers, left_behind = _known[key]
    vars(self).update(left_behind)
    return statement, (*numbers, *values)


def _read(self: SQLCompiler, expressions: Any) -> dict[int, Any]:
    """Return what makes values of what the database gives, by the place of each expression."""
    known = vars(self).get("_reading")
    if known is None or len(expressions) != self.col_count:
        return _get_converters(self, expressions)
    if "by_place" not in known:
        known["by_place"] = _get_converters(self, expressions)
    return known["by_place"]


def _is_plain(compiler: SQLCompiler) -> bool:
    query = compiler.query
    return (
        type(compiler).__name__ == "SQLCompiler"  # PostgreSQL has one of its own
        and type(query) is Query
        and query.group_by is None
        and not (query.extra or query.combinator or query.distinct_fields or query.explain_info)
        and not (query.extra_order_by or query.extra_tables or query._filtered_relations)
        and all(type(name) is str for name in query.order_by)
        and all(type(column) is Col for column in query.select)
        and (not query.annotations or _asks_whether(query))
        and not (query.select_for_update and compiler.connection.get_autocommit())
    )


def _asks_whether(query: Query) -> bool:
    """Whether nothing is selected but numbers, as `exists()` does."""
    numbers = query.annotation_select.values()
    only_numbers = all(type(number) is Value and type(number.value) is int for number in numbers)
    return only_numbers and len(numbers) == len(query.annotations) and not (query.select or query.default_cols)


def _parts(query: Query) -> Key:
    """Return all that makes a plain query another one, but for its conditions."""
    return (
        query.model,
        *(_table(query, alias) for alias in query.alias_map),
        repr(query.select_related),
        *((column.alias, id(column.target)) for column in query.select),
        *((name, number.value) for name, number in query.annotations.items()),
        query.selected and tuple(query.selected.items()),
        query.default_cols,
        (frozenset(query.deferred_loading[0]), query.deferred_loading[1]),
        (query.order_by, query.default_ordering, query.standard_ordering),
        (query.distinct, query.low_mark, query.high_mark, query.subquery),
        query.select_for_update and _lock(query),
    )


def _table(query: Query, alias: str) -> Key:
    table = query.alias_map[alias]
    join = getattr(table, "join_type", None), id(getattr(table, "join_field", None))
    return alias, query.alias_refcount[alias] > 0, table.table_name, table.parent_alias, join


def _lock(query: Query) -> Key:
    waiting = query.select_for_update_nowait, query.select_for_update_skip_locked
    return *waiting, query.select_for_update_of, query.select_for_no_key_update


_known: dict[Key, tuple[str, tuple[Any, ...], dict[str, Any]]] = {}
_put_together, _get_converters = SQLCompiler.as_sql, SQLCompiler.get_converters
SQLCompiler.as_sql, SQLCompiler.get_converters = _as_sql, _read
