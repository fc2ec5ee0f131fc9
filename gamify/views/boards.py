"""Leaderboards: their page, a member's own place, and the small board beside a group."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import MemberRequest, PageRequest
from gamify.engine import periods
from gamify.presenters import boards as shown
from gamify.registry import scopes
from gamify.selectors import archive, boards
from gamify.selectors.boards import Board
from gamify.views import guards, tabs
from lib import clock, errors
from live.selectors import topics

TOP = 20
SITE = "site"
_CYCLES = ("week", "ever")


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """The board of `?scope=` and `?cycle=` that runs now: without them this week's of the whole site."""
    scope = request.GET.get("scope", SITE)[:60]
    cycle = cycle_of(request)
    if guards.is_hidden(request):
        return guards.hidden(request)
    if not scopes.may_see(request.user, scope):
        raise errors.NotFound
    now = clock.now()
    return _page(request, boards.current(scope=scope, cycle=cycle, now=now), scope, cycle, now)


@require_safe
def detail(request: PageRequest, pk: int) -> HttpResponse:
    """One period's board, also of a week that is over."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    board = boards.board(period_id=pk, user=request.user)
    return _page(request, board, board.scope, board.cycle, clock.now())


@require_safe
@guards.fragment
def mine(request: MemberRequest, pk: int) -> HttpResponse:
    """Where the member stands on a board, renewed whenever the board moves."""
    board = boards.board(period_id=pk, user=request.user)
    versions = topics.versions([board.topic])
    is_over = _is_over(board, clock.now())
    return render(
        request, "gamify/board/mine.html", {"live_versions": versions, "is_over": is_over, **_mine(request.user, board)}
    )


def _page(request: PageRequest, board: Board | None, scope: str, cycle: str, now: datetime) -> HttpResponse:
    is_over = _is_over(board, now)
    context: dict[str, object] = {
        "nav": "boards",
        "board": board,
        "is_over": is_over,
        "name": tabs.place_name(scope),
        "tabs": tabs.game("boards"),
        "cycles": tabs.boards(scope, "" if is_over else cycle),
        "places": places(request, scope, cycle),
    }
    if cycle == "week":
        context |= _weeks(scope, board.key if board else periods.board_week(now), is_over)
    if board:
        context["live_versions"] = topics.versions([board.topic])
        user = request.user if request.user.is_authenticated else None
        rows = boards.page(period_id=board.period_id, limit=TOP).rows
        context["rows"] = shown.rows(rows, me=user.public_id if user else "")
        if is_over:
            context["champions_line"] = shown.champions(rows)
        if user:
            context |= _mine(user, board)
    return render(request, "gamify/board_list/index.html", context)


def _is_over(board: Board | None, now: datetime) -> bool:
    return bool(board and board.ends_at and board.ends_at <= now)


def _weeks(scope: str, week: str, is_over: bool) -> dict[str, object]:
    """Return the weeks beside one, and of the one that runs last week's champions. Queries: 1 or 2."""
    before, after = archive.beside(scope=scope, week=week)
    was_last = before is not None and before.ends_at == periods.bounds(week)[0]
    shown_champions = shown.rows(archive.champions(before)) if before and was_last and not is_over else []
    return {"before": before, "after": after, "champions": shown_champions}


def _mine(user: User, board: Board) -> dict[str, object]:
    """Return the member's own place. Queries: 1."""
    me = user.public_id
    around = boards.around(period_id=board.period_id, user=user)
    position = next((row.position for row in around if row.public_id == me), 0)
    return {
        "board": board,
        "position": position,
        "around": shown.rows(around, me=me) if position > TOP else [],
        "passing": shown.passing(around, me=me),
        "is_off": user.boards_hidden,
    }


def cycle_of(request: PageRequest) -> str:
    """Return the `?cycle=` that is asked for: this week without one that there is."""
    asked = request.GET.get("cycle", "week")
    return asked if asked in _CYCLES else "week"


def places(request: PageRequest, current: str, cycle: str) -> list[dict[str, object]]:
    """Return the site, those whom the member follows and the member's places. Queries: 2, none for visitors."""
    names = {SITE: _("All of Hearth")}
    if request.user.is_authenticated:
        names |= {tabs.FOLLOWED: _("People I follow"), **scopes.names(scopes.mine(request.user))}
    return [
        {"label": name, "url": tabs.board_url(scope, cycle), "is_current": scope == current}
        for scope, name in names.items()
    ]
