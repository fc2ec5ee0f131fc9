"""Letters that wait for the mail server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from inbox.models import Letter


@dataclass(frozen=True)
class Waiting:
    """How many letters are not sent, and for how many seconds the oldest has waited."""

    count: int
    oldest_seconds: int


def waiting(*, now: datetime) -> Waiting:
    """Return what waits. Queries: 1."""
    found = Letter.objects.aggregate(count=Count("pk"), since=Min("written_at"))
    return Waiting(found["count"], max(0, int((now - found["since"]).total_seconds())) if found["since"] else 0)
