"""What Django puts together anew for each query is remembered: thousands of tests ask the same.

- A column hashes by what names it: each ordered query puts all columns that it selects into a dictionary, and Django
  binds the signature of a constructor for each.
- Whole queries are known again (tests/statement_memory.py).
- A statement becomes one of SQLite's, with its question marks, once.
"""

from __future__ import annotations

from functools import lru_cache

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models.expressions import Col

from tests import statement_memory  # noqa: F401 patches on import


def _hash(self: Col) -> int:
    return hash((self.alias, self.target))


def _convert(self: SQLiteCursorWrapper, query: str, *, param_names: list[str] | None = None) -> str:
    return _convert_query(self, query, param_names=param_names) if param_names is not None else _marked(query)


@lru_cache(maxsize=10_000)
def _marked(query: str) -> str:
    return _convert_query(None, query)


_convert_query = SQLiteCursorWrapper.convert_query
Col.__hash__ = _hash
SQLiteCursorWrapper.convert_query = _convert
