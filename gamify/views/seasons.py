"""A season: a member's path through the leagues, and its places; the one that runs and those that are over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PageRequest
from gamify.engine import seasons as weeks
from gamify.presenters import boards, seasons as shown
from gamify.selectors import season_paths, seasons
from gamify.services.leagues.seasons import TOPIC
from gamify.views import guards, tabs
from lib import clock
from live.selectors import topics


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """The season that runs; a live page asks for its inside only."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    now = clock.now()
    return _page(request, weeks.at(now), now)


@require_safe
def detail(request: PageRequest, season: str) -> HttpResponse:
    """One season, also one that is over."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    return _page(request, season, clock.now())


def _page(request: PageRequest, key: str, now: datetime) -> HttpResponse:
    """Queries: 5, with a season that is settled 1 more; the inside 4; for visitors 1 less."""
    versions = topics.versions([TOPIC])
    season = seasons.season(key=key, now=now)
    user = request.user if request.user.is_authenticated else None
    context = {"topic": TOPIC, "live_versions": versions, **_inside(season, user, now)}
    if request.htmx:
        return render(request, "gamify/season/main.html", context)
    frame = {
        "nav": "boards",
        "tabs": tabs.game("boards"),
        "cycles": tabs.boards("site", "" if context["is_over"] else "season"),
        "earlier": shown.earlier(seasons.champions()),
        "divisions": shown.names(),
        "table": shown.table(),
    }
    return render(request, "gamify/season/index.html", context | frame)


def _inside(season: seasons.Season, user: User | None, now: datetime) -> dict[str, Any]:
    """Queries: 2, for visitors 1."""
    is_over = season.ends_at <= now
    rows = seasons.places(user=user, season=season)
    position = next((row.position for row in rows if user and row.user_id == user.pk), 0)
    lines = boards.rows(rows, me=user.public_id if user else "")
    first = sum(row.position <= seasons.TOP for row in rows)
    found = {
        "season": season,
        "is_over": is_over,
        "week": shown.week_of(season, now=now),
        "length": len(weeks.weeks(season.key)),
        "top": lines[:first],
        "around": lines[first:] if position > seasons.TOP else [],
    }
    return found | (_mine(season, user, position, is_over) if user else {})


def _mine(season: seasons.Season, user: User, position: int, is_over: bool) -> dict[str, Any]:
    """Return the member's own path. Queries: 1."""
    path = season_paths.path(user=user, season=season)
    return {
        "summary": shown.summary(path, position=position, is_over=is_over),
        "grid": shown.grid(path),
        "weeks": shown.weeks(path),
        "leaves_out": path.leaves_out,
        "is_off": user.boards_hidden,
    }
