"""Switching endpoints on and off, by hand and by themselves."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from connect.models import Endpoint
from inbox.services import notifications


def on(endpoint: Endpoint, *, now: datetime) -> None:
    """Let an endpoint hear of what happens from now on; what waited is sent. Inside a transaction. Queries: 1."""
    endpoint.off_at, endpoint.off_reason = None, ""
    endpoint.on_since, endpoint.failing_since, endpoint.is_slow = now, None, False
    endpoint.save(update_fields=["off_at", "off_reason", "on_since", "failing_since", "is_slow"])


def off(endpoint: Endpoint, reason: str, *, now: datetime) -> bool:
    """Let an endpoint hear nothing; False when it is off already. Inside a transaction. Queries: 1."""
    endpoint.off_at, endpoint.off_reason = now, reason
    return bool(Endpoint.objects.filter(pk=endpoint.pk, off_at=None).update(off_at=now, off_reason=reason))


def off_by_itself(endpoint: Endpoint, reason: Endpoint.Off, *, now: datetime) -> None:
    """Switch off an endpoint that takes nothing any more, and tell who made it. Inside a transaction."""
    if not off(endpoint, reason, now=now):
        return
    brand = endpoint.brand
    notifications.send(
        recipient=endpoint.created_by,
        kind="webhook_off",
        key=f"webhook_off:{endpoint.public_id}:{int(now.timestamp())}",
        url=page_of(endpoint),
        data={"url": endpoint.url, "reason": str(reason), "brand": brand.names if brand else {}},
        now=now,
    )


def page_of(endpoint: Endpoint) -> str:
    """Return the page on which its log is."""
    if endpoint.brand is None:
        return reverse("connect:site-webhook", args=[endpoint.public_id])
    return reverse("connect:webhook", args=[endpoint.brand.slug, endpoint.public_id])
