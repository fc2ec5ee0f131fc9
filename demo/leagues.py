"""Three weeks of leagues, as the jobs would have cut and settled them, and the one that runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from gamify.engine.leagues import GRACE
from gamify.services.leagues import seating, settling

WEEKS = 3


def live(*, now: datetime) -> None:
    """Seat and settle the weeks before `now`, oldest first, then seat who has earned in this one."""
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    for ends_at in (monday - timedelta(weeks=back) for back in reversed(range(WEEKS))):
        if ends_at + GRACE <= now:
            seating.seat_due(now=ends_at - timedelta(seconds=1))
            settling.settle_due(now=ends_at + GRACE)
    seating.seat_due(now=now)
