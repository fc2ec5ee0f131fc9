"""Quiet in an outage: what a lost Redis makes a library say every second is said once a minute, in one line."""

from __future__ import annotations

import logging
import time

QUIET_SECONDS = 60.0


class Seldom(logging.Filter):
    """Lets one record of each logger pass in a minute and shortens its traceback to the error itself."""

    def __init__(self) -> None:
        super().__init__()
        self._passed_at: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if time.monotonic() - self._passed_at.get(record.name, float("-inf")) < QUIET_SECONDS:
            return False
        self._passed_at[record.name] = time.monotonic()
        if record.exc_info:
            told = record.getMessage().partition("\n")[0]
            record.msg, record.args = "%s: %r", (told, record.exc_info[1])
            record.exc_info = None
        return True
