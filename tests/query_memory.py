"""What Django puts together anew for each query is remembered: thousands of tests ask the same.

- A column hashes by what names it: each ordered query puts all columns that it selects into a dictionary, and Django
  binds the signature of a constructor for each.
- How the values of a field are read stays the same.
- Whole queries are known again (tests/statement_memory.py).
- A statement becomes one of SQLite's, with its question marks, once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Field
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from tests import statement_memory  # noqa: F401 patches on import


def _hash(self: Col) -> int:
    return hash((self.alias, self.target))


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


_get_converters = SQLCompiler.get_converters
_convert_query = SQLiteCursorWrapper.convert_query
_converters: dict[tuple[Field[Any, Any], Field[Any, Any]], list[Any]] = {}
Col.__hash__ = _hash
SQLCompiler.get_converters = _read
SQLiteCursorWrapper.convert_query = _convert
