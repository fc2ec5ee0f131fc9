"""Days and weeks as keys of counters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from lib.calendars import Calendar

DAY, WEEK, ONCE, EVER = "day", "week", "once", "ever"


def key(cycle: str, day: date) -> str:
    """Return the period of `cycle` that holds the local `day`: `2026-11-22`, `2026-W47` or "" for ever."""
    if cycle == DAY:
        return day.isoformat()
    return week(day) if cycle == WEEK else ""


def week(day: date) -> str:
    """Return the ISO 8601 week of `day`, which near New Year may belong to the neighbouring year."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def opens_at(cycle: str, day: date, calendar: Calendar) -> datetime | None:
    """Return the moment the next period after the one of `day` begins in `calendar`, None when there is no next."""
    if cycle == DAY:
        following = day + timedelta(days=1)
    elif cycle == WEEK:
        following = day + timedelta(days=7 - day.weekday())
    else:
        return None
    return calendar.start(following)


def board_week(moment: datetime) -> str:
    """Return the ISO week in UTC that `moment` falls into: boards have one week for everybody."""
    return week(moment.astimezone(UTC).date())


def bounds(week_key: str) -> tuple[datetime, datetime]:
    """Return the first moment of a board's week and of the next."""
    year, number = week_key.split("-W")
    start = datetime.combine(date.fromisocalendar(int(year), int(number), 1), time(), UTC)
    return start, start + timedelta(days=7)
