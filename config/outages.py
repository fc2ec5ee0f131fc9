"""A database that cannot be asked is told from a question that it refused: 503 for a while, and no fault of ours."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

RETRY_SECONDS = 5
# PostgreSQL: connections that break (08), a server that stops or starts (57P0), too many connections.
_STATES = ("08", "57P01", "57P02", "57P03", "53300")
# What libpq itself refuses to send: ours, and as free of a state as a line that broke.
_FAULTS = ("number of parameters", "already in progress")
logger = logging.getLogger(__name__)


class Unavailable(APIException):
    """Said to programs; `wait` becomes Retry-After."""

    status_code = 503
    default_code = "unavailable"
    default_detail = _("Our database does not answer just now. Try again in a moment.")
    wait = RETRY_SECONDS


def is_away(error: BaseException | None) -> bool:
    """Say whether the error means that the database could not be reached, or went away in the middle."""
    if not isinstance(error, OperationalError):
        return False
    cause: Any = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CANTOPEN
    if not hasattr(cause, "sqlstate"):
        return False
    if cause.sqlstate is None:
        return not any(fault in str(cause) for fault in _FAULTS)
    return bool(cause.sqlstate.startswith(_STATES))


def note(error: BaseException | None) -> None:
    """Write it down; the settings let one line a minute pass, for in an outage each request has it."""
    logger.error("The database is away: %s", " ".join(str(error).split()))
