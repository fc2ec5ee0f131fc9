"""The moment of a request whose answer may have to wait for a lock."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Moment:
    """When something was asked for, and, by calling it, what time it is by then.

    What has a deadline is decided by the time after the wait for a lock; what is written bears the time of the asking.
    """

    __slots__ = ("_began", "asked_at")

    def __init__(self, now: datetime) -> None:
        self.asked_at = now
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return self.asked_at + timedelta(seconds=time.monotonic() - self._began)
