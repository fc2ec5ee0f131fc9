"""A database that cannot be asked is told from a question that it refused, which is a fault of ours."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import OperationalError

# PostgreSQL: connections that break (08), a server that stops or starts (57P0), a full or broken disk, too many of us.
_STATES = ("08", "57P01", "57P02", "57P03", "53100", "53300", "58030")
_CODES = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
# What libpq itself refuses to send: ours, and as free of a state as a line that broke.
_FAULTS = ("number of parameters", "already in progress")


def is_away(error: BaseException | None) -> bool:
    """Say whether the database could not be reached, went away in the middle, or has a disk that is full or broken."""
    if not isinstance(error, OperationalError):
        return False
    cause: Any = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _CODES
    if not hasattr(cause, "sqlstate"):
        return False
    if cause.sqlstate is None:
        return not any(fault in str(cause) for fault in _FAULTS)
    return bool(cause.sqlstate.startswith(_STATES))
