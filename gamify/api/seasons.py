"""Seasons: the member's weeks in one, and its places."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from gamify.api.guards import GameEndpoint, PlayerEndpoint
from gamify.api.shapes import game, seasons as shapes
from gamify.engine import seasons as weeks
from gamify.selectors import season_paths, seasons
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint

WHICH = asked("season", "One that is over, such as `2026-Q3`; without it the one that runs.")


class Mine(PlayerEndpoint):
    """The member's way through a season."""

    @operation(
        "season_read",
        "Boards",
        "My season: what each of its weeks in the leagues brought, and my place",
        gives=shapes.SeasonSerializer,
        asks=[WHICH],
        description="My ten best weeks count. Places are counted when a week is settled; until then `position` is 0.",
    )
    def get(self, request: Request) -> Response:
        season = _wanted(self, request)
        return self.give(shapes.SeasonSerializer, season_paths.mine(user=self.member, season=season))


class Places(GameEndpoint):
    """The places of a season."""

    @operation(
        "season_place_list",
        "Boards",
        "The places of a season, best first, as its latest settled week left them",
        gives=game.StandingPage,
        asks=[WHICH, AFTER],
        description="`score` is the sum of a member's ten best weeks. Once the season is settled no place changes.",
    )
    def get(self, request: Request) -> Response:
        page = seasons.page(season=_wanted(self, request), after=self.after)
        return self.give_page(game.StandingPage, page.rows, page.next_cursor)


def _wanted(endpoint: Endpoint, request: Request) -> seasons.Season:
    key = request.query_params.get("season", "")[:10] or weeks.at(endpoint.now)
    return seasons.season(key=key, now=endpoint.now)
