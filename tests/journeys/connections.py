"""Connections that serve one request of the site after another.

Each request has a thread of its own, and with it a connection; a new one to SQLite reads the whole schema again, which
takes as long as a small page.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper


def keep(patch: pytest.MonkeyPatch) -> None:
    """Let those that are closed at rest be the next new ones."""
    make, close = DatabaseWrapper.get_new_connection, DatabaseWrapper._close
    resting: list[Any] = []

    def take(self: DatabaseWrapper, parameters: dict[str, Any]) -> Any:
        try:
            return resting.pop()
        except IndexError:
            return make(self, parameters)

    def put_back(self: DatabaseWrapper) -> None:
        if self.connection.in_transaction:
            close(self)
        else:
            resting.append(self.connection)

    patch.setattr(DatabaseWrapper, "get_new_connection", take)
    patch.setattr(DatabaseWrapper, "_close", put_back)
