"""Coming by: the first page of a member's day counts."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from gamify.models import Activity
from gamify.services import record


def note(*, user: User, now: datetime) -> Activity:
    """Record the member's visit, once for each of their local days. Queries: 1, then the engine's."""
    day = user.calendar.day(now).isoformat()
    return record.activity(
        actor=user, verb="visit", object=record.Ref("day", day), key=f"visit:{user.pk}:{day}", now=now
    )
