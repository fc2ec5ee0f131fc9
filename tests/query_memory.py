"""What Django puts together anew for each query is remembered: thousands of tests ask the same.

- A column hashes by what names it: each ordered query puts all columns that it selects into a dictionary, and Django
  binds the signature of a constructor for each.
- A column is written down once: no field of ours is selected in a form of its own.
- Names lead over the same tables to the same field.
- A copy of an expression begins with what the expression holds: the copy module asks it for that in five steps.
- Whole queries are known again (tests/statement_memory.py).
- A statement becomes one of SQLite's, with its question marks, once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models.expressions import BaseExpression, Col
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

from tests import statement_memory  # noqa: F401 patches on import


def _hash(self: Col) -> int:
    return hash((self.alias, self.target))


def _copy(self: BaseExpression) -> BaseExpression:
    made = object.__new__(type(self))
    made.__dict__.update(self.__getstate__())
    return made


def _write(self: SQLCompiler, node: Any) -> Any:
    if type(node) is not Col or not node.alias:
        return _compile(self, node)
    kept = node.__dict__
    if "_written" not in kept:
        kept["_written"] = ".".join(map(self.quote_name_unless_alias, (node.alias, node.target.column)))
    return kept["_written"], []


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


_compile, _get_path = SQLCompiler.compile, Query.names_to_path
_convert_query = SQLiteCursorWrapper.convert_query
_paths: dict[Any, Any] = {}
BaseExpression.copy = _copy
Col.__hash__, Col.select_format = _hash, lambda self, compiler, sql, params: (sql, params)
SQLCompiler.compile, Query.names_to_path = _write, _walk
SQLiteCursorWrapper.convert_query = _convert
