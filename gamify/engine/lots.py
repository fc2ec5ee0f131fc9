"""When what was earned lapses, and how much: points are used oldest first, so a lot is a sum and needs no row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

SOURCE = "gamify"  # who records that points lapsed
NOTICE = timedelta(days=30)  # nobody loses what they were not told of so long before
AHEAD = timedelta(days=33)  # when a cut-off is announced: three days are left to tell everybody
YOUNGEST = timedelta(days=28)  # nothing younger has ever lapsed: a lot is a whole month
LONGEST = 120  # months


@dataclass(frozen=True, slots=True)
class Line:
    """A cut-off as sums see it: what was earned before one moment, and came into the account until another."""

    earned_before: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Lots:
    """Of an account: what it `earned` in lots that are over, what it `used` in all, and what `lapsed` already."""

    earned: int
    used: int
    lapsed: int

    @property
    def due(self) -> int:
        """What is left of the lots that are over: the oldest points are used first."""
        return max(0, self.earned - self.used - self.lapsed)


def total(lapses: Iterable[tuple[int, int]]) -> int:
    """Return what must have lapsed in all, from what was earned and used at each cut-off."""
    return max((max(0, earned - used) for earned, used in lapses), default=0)


def month(moment: datetime, later: int = 0) -> datetime:
    """Return when the month in UTC that holds `moment` began, or one `later` by so many months."""
    day = moment.astimezone(UTC)
    number = day.year * 12 + day.month - 1 + later
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def cutoffs(now: datetime, within: timedelta) -> Iterator[datetime]:
    """Yield the ends of months after `now`, at most `within` away."""
    number = 1
    while (at := month(now, number)) <= now + within:
        yield at
        number += 1


def earned_before(at: datetime, months: int) -> datetime:
    """Return before when it was earned, what lapses at the cut-off `at`."""
    return month(at, -months)


def last_day(at: datetime) -> date:
    """Return the last day before the cut-off `at`."""
    return (at - timedelta(microseconds=1)).astimezone(UTC).date()
