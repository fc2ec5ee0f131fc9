"""Whether this process can serve: for the proxy, the container and whoever is on call."""

from __future__ import annotations

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

OK, LOST = "ok", "lost"


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 without the database. A lost cache (Redis) is told and no reason to send people away."""
    database, cached = _database(), _cache()
    text = f"database {database}\ncache {cached}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=200 if database == OK else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return LOST
    return OK


def _cache() -> str:
    try:
        cache.get_many(["health"])  # which nothing stands in for (config/caches.py)
    except Exception:  # whatever the client of the cache raises
        return LOST
    return OK
