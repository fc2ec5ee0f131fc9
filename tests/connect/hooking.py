"""Endpoints for tests: `endpoint(receiver.url, brand, "team.succeeded")`."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Brand
from connect.models import Delivery, Endpoint
from connect.services.webhooks import endpoints, outbox, sending
from lib import clock
from tests.rewards.factories import staff


def endpoint(url: str, brand: Brand | None, *kinds: str, now: datetime | None = None) -> Endpoint:
    """Return an endpoint that was added by the brand's owner, or by staff."""
    by = getattr(brand, "owner", None) or staff()
    since = now or clock.now() - timedelta(minutes=1)
    return endpoints.add(by=by, brand=brand, url=f"{url}/hook", kinds=kinds, now=since)


def read(now: datetime | None = None) -> list[Delivery]:
    """Read the logs; return all messages there are."""
    outbox.read_all(now=now or clock.now())
    return list(Delivery.objects.select_related("endpoint").order_by("pk"))


def send(now: datetime | None = None) -> Delivery | None:
    """Send the message that is due, and return it."""
    return sending.send_next(now=now or clock.now(), chance=0.0)
