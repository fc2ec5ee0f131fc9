"""Whether this process can serve: for the proxy, the container and whoever is on call."""

from __future__ import annotations

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import pulse
from gamify.selectors.backlog import backlog
from lib import clock

OK, LOST = "ok", "lost"
_schema = {"is_whole": False}  # once it is, it stays so for this process


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 without the database or before its migrations have run. A lost cache (Redis) is told and no
    reason to send people away."""
    database, cached = _database(), _cache()
    is_behind = database == OK and not _is_migrated()
    text = f"database {database}\ncache {cached}\n" + ("migrations missing\n" if is_behind else "")
    return _said(text, is_well=database == OK and not is_behind)


@never_cache
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the clock and the workers do what is due, else 503: for an alarm, not for a proxy."""
    try:
        found = backlog(now=clock.now())
    except DatabaseError:
        return _said("database lost\n", is_well=False)
    heard, ill = pulse.seconds_ago(), [state for state in pulse.states() if state.is_failing or state.is_late]
    clock_said = "never heard" if heard is None else f"{heard} s ago"
    text = f"clock {clock_said}\nwaiting {found.waiting}, oldest {found.oldest_seconds} s\n"
    is_well = heard is not None and heard < pulse.LATE_SECONDS and found.oldest_seconds < pulse.LATE_SECONDS
    return _said(text + "".join(map(_told, ill)), is_well=is_well and not ill)


def _told(state: pulse.State) -> str:
    """Return the line of a job that is not well."""
    well = "never known to be well" if state.well_ago is None else f"well {state.well_ago} s ago"
    if not state.is_failing:
        return f"late {state.job.name}: {well}\n"
    return f"failing {state.job.name}: {state.failures} times in {state.failing_for} s, {well}, {state.problem}\n"


def _said(text: str, *, is_well: bool) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=200 if is_well else 503)


def _is_migrated() -> bool:
    if not _schema["is_whole"]:
        executor = MigrationExecutor(connection)
        _schema["is_whole"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _schema["is_whole"]


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
