"""What was recorded and waits to be processed: nothing but for moments, while the clock runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from gamify.models import Waiting


@dataclass(frozen=True)
class Backlog:
    """How many activities wait, and for how many seconds the oldest has."""

    waiting: int
    oldest_seconds: int


def backlog(*, now: datetime) -> Backlog:
    """Return what waits. Queries: 1."""
    found = Waiting.objects.aggregate(waiting=Count("pk"), since=Min("activity__recorded_at"))
    since = found["since"]
    return Backlog(found["waiting"], max(0, int((now - since).total_seconds())) if since else 0)
