"""The site's board as it stands among those whom a member follows; nobody else sees it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import MemberRequest
from gamify.presenters import boards as shown
from gamify.selectors import boards
from gamify.selectors.boards import Board
from gamify.views import guards, tabs
from gamify.views.boards import cycle_of, places
from lib import clock
from live.selectors import topics


@require_safe
@guards.page
def index(request: MemberRequest) -> HttpResponse:
    """The board of `?cycle=` that runs now: this week's without one."""
    cycle = cycle_of(request)
    board = boards.current(cycle=cycle, now=clock.now())
    context = {
        "nav": "boards",
        "tabs": tabs.game("boards"),
        "cycles": tabs.boards(tabs.FOLLOWED, cycle),
        "places": places(request, tabs.FOLLOWED, cycle),
        **(_among(request.user, board) if board else {}),
    }
    return render(request, "gamify/followed_board/index.html", context)


@require_safe
@guards.fragment
def rows(request: MemberRequest, pk: int) -> HttpResponse:
    """Its rows, renewed whenever the board moves."""
    board = boards.board(period_id=pk, user=request.user)
    return render(request, "gamify/followed_board/rows.html", _among(request.user, board))


def _among(user: User, board: Board) -> dict[str, object]:
    """Return what the rows show. Queries: 2."""
    versions = topics.versions([board.topic])
    rows = boards.among_followed(period_id=board.period_id, user=user)
    return {
        "board": board,
        "live_versions": versions,
        "rows": shown.rows(rows, me=user.public_id),
        "passing": shown.passing(rows, me=user.public_id),
        "is_off": user.boards_hidden,
    }
