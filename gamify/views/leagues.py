"""A member's league: twenty neighbours of the site's weekly board, this week's and those of weeks that are over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import MemberRequest, PageRequest
from gamify.presenters import boards as lines, leagues as shown
from gamify.selectors import boards, leagues
from gamify.selectors.leagues import League
from gamify.views import guards, tabs
from lib import clock
from live.selectors import topics


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """The member's league of the week that runs; visitors are told what it is."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    return _page(request, _now(request.user, clock.now()) if request.user.is_authenticated else {})


@require_safe
@guards.fragment
def mine(request: MemberRequest) -> HttpResponse:
    """The cohort of the week that runs, renewed whenever the board moves."""
    return render(request, "gamify/league/cohort.html", _now(request.user, clock.now()))


@require_safe
@login_required
def week(request: MemberRequest, week: str) -> HttpResponse:
    """The member's own cohort of one week."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    return _page(request, _cohort(leagues.of_week(user=request.user, week=week), request.user, clock.now()))


def _page(request: PageRequest, context: dict[str, Any]) -> HttpResponse:
    """Queries: 1 for the earlier weeks, none for visitors."""
    earlier = leagues.earlier(user=request.user) if request.user.is_authenticated else ()
    frame = {
        "nav": "boards",
        "tabs": tabs.game("boards"),
        "cycles": tabs.boards("site", "league"),
        "earlier": shown.weeks(earlier),
    }
    return render(request, "gamify/league/index.html", context | frame)


def _now(user: User, now: datetime) -> dict[str, Any]:
    """Return this week's cohort, or why there is none. Queries: 6."""
    board = boards.current(now=now)
    context: dict[str, Any] = {"topic": board.topic if board else ""}
    if board:
        context["live_versions"] = topics.versions([board.topic])
    found = leagues.running(user=user, now=now)
    if found:
        context |= _cohort(found, user, now)
    elif not user.boards_hidden:
        context["is_waiting"] = leagues.waits_for_seat(user=user, now=now)
    return context | {"is_off": user.boards_hidden}


def _cohort(found: League, user: User, now: datetime) -> dict[str, Any]:
    me, is_over = user.public_id, found.ends_at <= now
    return {
        "league": found,
        "is_over": is_over,
        "zones": shown.zones(found, me=me),
        "passing": lines.passing(found.rows, me=me),
        "what_comes": "" if is_over else shown.what_comes(found),
        "opened": "" if is_over else shown.opened(*leagues.opened(league=found)),
    }
