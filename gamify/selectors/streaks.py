"""Days in a row, by the member's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from gamify.models import Progress

SHOWN_DAYS = 14
LONGEST = 366


@dataclass(frozen=True)
class Day:
    """One of the member's own calendar days."""

    date: date
    is_active: bool
    is_today: bool


@dataclass(frozen=True)
class Streak:
    """`length` counts the days up to today, or to yesterday while today is still open; `days` are the last fourteen."""

    length: int
    is_today_done: bool
    days: tuple[Day, ...]


def streak(*, user: User, now: datetime) -> Streak:
    """Return the member's streak at `now`; more than a year counts as a year. Queries: 1."""
    today = user.calendar.day(now)
    since = today - timedelta(days=LONGEST)
    rows = Progress.objects.filter(user=user, subject="day", period__gte=since.isoformat(), value__gt=0)
    active = set(rows.values_list("period", flat=True))
    is_today_done = today.isoformat() in active
    cursor = today if is_today_done else today - timedelta(days=1)
    length = 0
    while (cursor - timedelta(days=length)).isoformat() in active:
        length += 1
    shown = (today - timedelta(days=back) for back in reversed(range(SHOWN_DAYS)))
    days = tuple(Day(day, day.isoformat() in active, day == today) for day in shown)
    return Streak(length, is_today_done, days)
