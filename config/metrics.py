"""Figures for Prometheus (docs/operating.md): how requests went, in this process or in all that share a folder.

Nothing is counted without HEARTH_METRICS_TOKEN. A route is the pattern of an address, never the address itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from secrets import compare_digest

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from config.metrics_waiting import Waiting

SHARED = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if SHARED:
    Path(SHARED).mkdir(parents=True, exist_ok=True)
NO_ROUTE = "-"
REQUESTS = Histogram(
    "hearth_request_seconds",
    "Time to the first byte of an answer, by the pattern of its address and the class of its status.",
    ["route", "status"],
    buckets=(0.025, 0.1, 0.25, 1, 2.5, 10),
    registry=None,
)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Time each request; costs nothing where nobody asks for figures."""
    if not settings.HEARTH_METRICS_TOKEN:
        raise MiddlewareNotUsed

    def respond(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else NO_ROUTE
        REQUESTS.labels(route, f"{response.status_code // 100}xx").observe(time.perf_counter() - began)
        return response

    return respond


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever has the token; to anybody else there is no such address."""
    token = settings.HEARTH_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(given.encode(), token.encode()):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    if SHARED:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
