"""Secrets of endpoints, and signatures of messages (Standard Webhooks 1.0)."""

from __future__ import annotations

import base64
from datetime import datetime

from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook

from connect.models import Delivery, Endpoint

_SALT = "connect.webhooks"


def secret_of(endpoint: Endpoint) -> str:
    """Return the secret as its receiver keeps it: 256 bits made of the site's key, so that none lies in a table."""
    return _secret(endpoint, endpoint.seal)


def headers(delivery: Delivery, *, now: datetime) -> dict[str, str]:
    """Return the headers of a try at `now`: for a day after a change of the secret they are signed with both."""
    endpoint = delivery.endpoint
    seals = [endpoint.seal]
    if endpoint.old_until is not None and endpoint.old_until > now:
        seals.append(endpoint.old_seal)
    signed = [Webhook(_secret(endpoint, seal)).sign(delivery.message_id, now, delivery.body) for seal in seals]
    return {
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def _secret(endpoint: Endpoint, seal: str) -> str:
    digest = salted_hmac(_SALT, f"{endpoint.public_id}:{seal}", algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"
