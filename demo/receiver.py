"""A program that takes news, as a shop would have one: it checks each message and shows what arrived.

Only in the demo. What it took is remembered by this process alone, and the latest twenty of each place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from standardwebhooks import Webhook, WebhookVerificationError

from connect.models import Endpoint
from connect.services.webhooks import signing
from lib import clock

KEPT = 20
MOST_BYTES = 20_000


@dataclass(frozen=True)
class Arrival:
    """A message as it came; `is_genuine` says whether its signature was that of the secret."""

    name: str
    kind: str
    body: str
    at: datetime
    is_genuine: bool


def url_of(place: str) -> str:
    """Return the whole address that a place of the receiver takes messages at."""
    return settings.BASE_URL.rstrip("/") + reverse("demo-receiver", args=[place])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receiver(request: HttpRequest, place: str) -> HttpResponse:
    """Take a message, or show those that came."""
    if not settings.HEARTH_DEMO:
        raise Http404
    key = f"demo-receiver:{place}"
    arrived: list[Arrival] = caches["default"].get(key, [])
    if request.method != "POST":
        return render(request, "demo/receiver.html", {"place": place, "arrived": arrived})
    body = request.body[:MOST_BYTES].decode("utf-8", "replace")
    one = _arrival(body, dict(request.headers.items()), place)
    caches["default"].set(key, [one, *arrived][:KEPT], timeout=None)
    return HttpResponse(status=204 if one.is_genuine else 400)


def _arrival(body: str, headers: dict[str, str], place: str) -> Arrival:
    endpoints = Endpoint.objects.filter(url=url_of(place)).order_by("pk")
    is_genuine = any(_is_from(endpoint, body, headers) for endpoint in endpoints)
    return Arrival(
        headers.get("Webhook-Id", "")[:40], _kind_in(body) if is_genuine else "", body, clock.now(), is_genuine
    )


def _is_from(endpoint: Endpoint, body: str, headers: dict[str, str]) -> bool:
    try:
        Webhook(signing.secret_of(endpoint)).verify(body, headers)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def _kind_in(body: str) -> str:
    said: Any = json.loads(body)
    return str(said.get("type", ""))
