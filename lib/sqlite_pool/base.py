"""A connection that one thread has closed is the next one's.

Under ASGI each request has a thread of its own. To open the file for each takes longer than most pages' statements
together: functions are registered, the schema of all tables is read, and what was cached is gone.
"""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

MOST = 8
File = tuple[int, int]
Resting = deque[tuple[File, sqlite3.Connection]]
_idle: Resting = deque()
_inherited: Resting = deque()  # of the process that this one was forked from: neither used nor closed here


def _leave_to_the_parent() -> None:
    _inherited.extend(_idle)
    _idle.clear()


os.register_at_fork(after_in_child=_leave_to_the_parent)


class DatabaseWrapper(base.DatabaseWrapper):
    """Keeps at most MOST connections that nobody uses, of those whose last use ended well."""

    _file: File | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        with suppress(IndexError):
            while True:
                self._file, connection = _idle.pop()
                if self._file == _file_at(conn_params["database"]):
                    return connection
                connection.close()  # another file is there by now: a backup that was put back
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        self._file = _file_at(conn_params["database"])
        return made

    def _close(self) -> None:
        held = self.connection
        if held is None or self._file is None or held.in_transaction or self.errors_occurred or len(_idle) >= MOST:
            super()._close()  # type: ignore[misc]
        else:
            _idle.append((self._file, held))


def _file_at(name: object) -> File | None:
    """Return which file this is, None for a database in memory."""
    with suppress(OSError):
        found = Path(str(name)).stat()
        return found.st_dev, found.st_ino
    return None
