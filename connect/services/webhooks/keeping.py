"""How long messages are kept, and sending old ones again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When

from connect.models import Delivery

KEPT = timedelta(days=30)
AT_ONCE = 500
State = Delivery.State


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Blank the texts of messages older than KEPT; what still waited is given up. Return how many. Queries: 2."""
    old = Delivery.objects.exclude(body="").filter(created_at__lt=now - KEPT).order_by("created_at", "pk")
    pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    given_up = Case(When(state=State.WAITING, then=Value(str(State.FAILED))), default=F("state"))
    return Delivery.objects.filter(pk__in=pks).update(body="", answer="", state=given_up)


@transaction.atomic
def replay(*, endpoint: str, since: datetime, states: Iterable[str], now: datetime) -> int:
    """Let the messages of an endpoint since a moment be sent again, under their ids; return how many. Queries: 1."""
    rows = Delivery.objects.filter(endpoint__public_id=endpoint, created_at__gte=since, state__in=list(states))
    return rows.exclude(body="").update(state=State.WAITING, due_at=now, attempts=0)
