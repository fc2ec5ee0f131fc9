"""Days in a row, by the member's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from gamify.engine import streaks
from gamify.engine.sources import DAY
from gamify.models import Progress

SHOWN_DAYS = 14


@dataclass(frozen=True)
class Day:
    """One of the member's own calendar days; a frozen one was missed, and a freeze kept the streak."""

    date: date
    is_active: bool
    is_today: bool
    is_frozen: bool


@dataclass(frozen=True)
class Streak:
    """`length` counts the active days up to today, which is not missed as long as it is open; `days` are the last
    fourteen, `freezes` how many missed days it would bridge.
    """

    length: int
    is_today_done: bool
    freezes: int
    days: tuple[Day, ...]

    @property
    def was_kept_yesterday(self) -> bool:
        return self.days[-2].is_frozen


def streak(*, user: User, now: datetime) -> Streak:
    """Return the member's streak at `now`. Queries: 1."""
    today = user.calendar.day(now)
    rows = Progress.objects.filter(user=user, subject=DAY, value__gt=0).order_by("period")
    active = [date.fromisoformat(period) for period in rows.values_list("period", flat=True)]
    found, known = streaks.run(active, today=today), set(active)
    shown = (today - timedelta(days=back) for back in reversed(range(SHOWN_DAYS)))
    days = tuple(Day(day, day in known, day == today, day in found.frozen) for day in shown)
    return Streak(found.length, today in known, found.freezes, days)
