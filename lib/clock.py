"""The one place that reads the wall clock. Edges call `now()` and pass the moment on as an argument."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """Return the aware UTC time; tests freeze it with time-machine."""
    return timezone.now()


def local_date(moment: datetime, zone: str) -> date:
    """Return the calendar date that `moment` has in the IANA `zone`."""
    return moment.astimezone(time_zone(zone)).date()


@cache
def time_zone(name: str) -> ZoneInfo:
    """Return the zone by its IANA name: `ZoneInfo` keeps the last eight, and reads the file of any other again."""
    return ZoneInfo(name)
