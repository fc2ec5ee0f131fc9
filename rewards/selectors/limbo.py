"""What the bank has still to answer: for whoever watches the site, not for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from rewards.models import GatewayCall, Payment

State = Payment.State
MOVING = (State.UNKNOWN, State.CAPTURING, State.VOIDING, State.REFUNDING)


@dataclass(frozen=True)
class Limbo:
    """Payments whose money moves and has not arrived, calls to the bank that are due, and how long the oldest is."""

    payments: int
    calls: int
    oldest_seconds: int


def limbo(*, now: datetime) -> Limbo:
    """Return what hangs. Queries: 2."""
    due = GatewayCall.objects.filter(done_at=None, due_at__lte=now).aggregate(n=Count("pk"), since=Min("due_at"))
    oldest = int((now - due["since"]).total_seconds()) if due["since"] else 0
    return Limbo(Payment.objects.filter(state__in=MOVING).count(), due["n"], oldest)
