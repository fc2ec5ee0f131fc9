"""The small board beside another page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PageRequest
from gamify.presenters import boards as shown
from gamify.registry import scopes
from gamify.selectors import boards, leagues
from gamify.selectors.boards import Board
from gamify.views import guards, tabs
from lib import clock
from live.selectors import topics

SITE = "site"
BESIDE = 5
NEAR = 2


@require_safe
def aside(request: PageRequest) -> HttpResponse:
    """This week's board of `?scope=` beside another page, as far as it may be seen: the neighbours, else the top."""
    scope = request.GET.get("scope", SITE)[:60]
    if guards.is_hidden(request) or not scopes.may_see(request.user, scope):
        return HttpResponse()
    board = boards.current(scope=scope, cycle="week", now=clock.now())
    context: dict[str, object] = {
        "name": tabs.place_name(scope),
        "scope": scope,
        "board": board,
        "url": tabs.board_url(scope, "week"),
    }
    if board:
        context["live_versions"] = topics.versions([board.topic])
        context |= _beside(board, request.user if request.user.is_authenticated else None)
    return render(request, "gamify/board/aside.html", context)


def _beside(board: Board, user: User | None) -> dict[str, object]:
    """Return the rows around the member, and their league, else the first ones. Queries: 1 or 2."""
    me = user.public_id if user else ""
    around = boards.around(period_id=board.period_id, user=user) if user else ()
    near = _near(around, me)
    league = leagues.played_in(user=user, week=board.key) if user and near else ""
    near = near or boards.page(period_id=board.period_id, limit=BESIDE).rows
    return {"rows": shown.rows(near, me=me), "passing": shown.passing(around, me=me), "league": league}


def _near(around: tuple[boards.Row, ...], me: str) -> tuple[boards.Row, ...]:
    place = next((place for place, row in enumerate(around) if row.public_id == me), None)
    return () if place is None else around[max(0, place - NEAR) : place + NEAR + 1]
