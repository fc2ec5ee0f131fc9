"""Whose day it is: a person's own calendar, through time zones and a change of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lib.clock import local_date, time_zone

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that begin at midnight in the IANA `zone`; until `since` they began at midnight in `before`.

    The change comes at a midnight, so that it cuts no day short, and dates never go back: whoever moves west lives in
    the same date until the new zone has caught up.
    """

    zone: str
    before: str = ""
    since: datetime | None = None

    def zone_at(self, moment: datetime) -> str:
        """Return the zone whose midnights count at `moment`."""
        return self.before if self.since and moment < self.since else self.zone

    def day(self, moment: datetime) -> date:
        """Return the date that it is for the person at `moment`."""
        found = local_date(moment, self.zone_at(moment))
        if self.since and moment >= self.since:
            return max(found, local_date(self.since, self.before) - _DAY)
        return found

    def start(self, day: date) -> datetime:
        """Return the first moment, in UTC, at which it is `day` or later."""
        if self.since and (earlier := _midnight(day, self.before)) < self.since:
            return earlier
        found = _midnight(day, self.zone)
        return max(found, self.since) if self.since else found

    @property
    def settled_at(self) -> datetime | None:
        """When the day ends in which the person moved, None for who never did; later days are those of `zone`."""
        return self.start(local_date(self.since, self.before)) if self.since else None

    def moved(self, zone: str, *, now: datetime) -> Calendar:
        """Return the calendar of somebody who moves to `zone` at `now`: it counts from their next midnight on."""
        here = self.zone_at(now)
        return Calendar(zone) if zone == here else Calendar(zone, here, _midnight(local_date(now, here) + _DAY, here))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), time_zone(zone)).astimezone(UTC)
