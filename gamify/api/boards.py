"""Leaderboards."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from gamify.api.guards import GameEndpoint, PlayerEndpoint
from gamify.api.shapes import game as shapes
from gamify.registry import scopes
from gamify.selectors import boards
from lib import errors
from lib.api.describing import AFTER, asked, operation


class Boards(GameEndpoint):
    """The boards there are."""

    @operation(
        "board_list",
        "Boards",
        "This week's and all-time boards: of the site and my places, or of one place",
        gives=shapes.BoardPage,
        asks=[asked("scope", "Only of this place: `site` or `group:7`.")],
    )
    def get(self, request: Request) -> Response:
        scope = request.query_params.get("scope", "")[:60]
        if scope and not scopes.may_see(self.viewer, scope):
            raise errors.NotFound(code="gamify.board_not_found")
        own = scopes.mine(self.viewer) if not scope and self.viewer.is_authenticated else ()
        wanted = (scope,) if scope not in ("", "site") else own
        found = boards.boards_for(user=self.viewer, scopes_of_user=wanted, now=self.now)
        return self.give_page(shapes.BoardPage, [board for board in found if scope in ("", board.scope)])


class OneBoard(GameEndpoint):
    """A board's lines."""

    @operation("standing_list", "Boards", "A board, best first", gives=shapes.StandingPage, asks=[AFTER])
    def get(self, request: Request, pk: int) -> Response:
        board = boards.board(period_id=pk, user=self.viewer)
        page = boards.page(period_id=board.period_id, after=self.after)
        return self.give_page(shapes.StandingPage, page.rows, page.next_cursor)


class Around(PlayerEndpoint):
    """The member's neighbourhood."""

    @operation(
        "standing_around",
        "Boards",
        "My line with up to five above and below; empty when I am not there",
        gives=shapes.StandingPage,
    )
    def get(self, request: Request, pk: int) -> Response:
        board = boards.board(period_id=pk, user=self.viewer)
        return self.give_page(shapes.StandingPage, boards.around(period_id=board.period_id, user=self.member))


class AmongFollowed(PlayerEndpoint):
    """The member among those whom they follow."""

    @operation(
        "standing_among_followed",
        "Boards",
        "My line and those of whom I follow, ranked among ourselves; at most a hundred",
        gives=shapes.StandingPage,
    )
    def get(self, request: Request, pk: int) -> Response:
        board = boards.board(period_id=pk, user=self.viewer)
        return self.give_page(shapes.StandingPage, boards.among_followed(period_id=board.period_id, user=self.member))
