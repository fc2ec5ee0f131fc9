"""Thirteen weeks of leagues, and the seasons they make, as the jobs would have settled them; and what runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from gamify.engine.leagues import GRACE
from gamify.services.leagues import seasons, seating, settling

WEEKS = 13  # all of the ninety days: so the last week of a season still has the one before it


def live(*, now: datetime) -> None:
    """Seat and settle the weeks before `now`, oldest first, then seat who has earned in this one."""
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    for ends_at in (monday - timedelta(weeks=back) for back in reversed(range(WEEKS))):
        if ends_at + GRACE <= now:
            seating.seat_due(now=ends_at - timedelta(seconds=1))
            settling.settle_due(now=ends_at + GRACE)
            seasons.count_due(now=ends_at + GRACE)
    seating.seat_due(now=now)
