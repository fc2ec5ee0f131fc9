"""The member's league."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from gamify.api.guards import PlayerEndpoint
from gamify.api.shapes import leagues as shapes
from gamify.engine import periods
from gamify.selectors import leagues
from lib.api.describing import asked, operation


class League(PlayerEndpoint):
    """The cohort of a week."""

    @operation(
        "league_read",
        "Boards",
        "My league: my neighbours on this week's board of the site, and where each line leads",
        gives=shapes.LeagueSerializer,
        asks=[asked("week", "A week of mine that is over, such as `2026-W47`.")],
        description="Whoever earns something has a seat some seconds later; without one it is 404 `gamify.no_seat`.",
    )
    def get(self, request: Request) -> Response:
        week = request.query_params.get("week", "")[:10] or periods.board_week(self.now)
        return self.give(shapes.LeagueSerializer, leagues.of_week(user=self.member, week=week))
