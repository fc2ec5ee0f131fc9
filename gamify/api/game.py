"""A member's own game: level, streak, tasks, badges, points."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from gamify.api.activities import CURRENCY, currency_of
from gamify.api.guards import PlayerEndpoint
from gamify.api.shapes import game as shapes
from gamify.selectors import badges, levels, players, points, streaks, tasks
from gamify.services import visibility
from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint


class Game(PlayerEndpoint):
    """At a glance."""

    @operation("game_read", "Game", "My level, spark and streak", gives=shapes.GameSerializer)
    def get(self, request: Request) -> Response:
        found = {
            "level": levels.current(user=self.member),
            "spark": players.card(user=self.member).spark,
            "streak": streaks.streak(user=self.member, now=self.now),
        }
        return self.give(shapes.GameSerializer, found)


class Visibility(MemberEndpoint):
    """Hiding it."""

    @operation(
        "game_visibility_update",
        "Game",
        "Hide the game from me, or me from the boards; nothing earned is lost",
        takes=shapes.VisibilitySerializer,
        gives=shapes.VisibilitySerializer,
        example={"game_hidden": False, "boards_hidden": True},
    )
    def put(self, request: Request) -> Response:
        wanted = self.read(shapes.VisibilitySerializer)
        return self.give(shapes.VisibilitySerializer, visibility.choose(user=self.member, **wanted))


class Tasks(PlayerEndpoint):
    """Tasks."""

    @operation("task_list", "Game", "My tasks of today, this week and for once", gives=shapes.TaskPage)
    def get(self, request: Request) -> Response:
        found = tasks.tasks(user=self.member, now=self.now)
        return self.give_page(
            shapes.TaskPage,
            (*found.today, *found.week, *found.once),
            day=found.day,
            day_ends_at=found.day_ends_at,
            week_ends_at=found.week_ends_at,
        )


class Badges(PlayerEndpoint):
    """Badges."""

    @operation(
        "badge_list", "Game", "All badges: mine, newest first, then the others, nearest first", gives=shapes.BadgePage
    )
    def get(self, request: Request) -> Response:
        shelf = badges.shelf(user=self.member)
        return self.give_page(shapes.BadgePage, (*shelf.earned, *shelf.locked))


class Points(PlayerEndpoint):
    """The ledger."""

    @operation(
        "points_list",
        "Game",
        "My points, movement by movement, newest first",
        gives=shapes.LedgerLinePage,
        asks=[AFTER, CURRENCY],
    )
    def get(self, request: Request) -> Response:
        page = points.ledger(user=self.member, currency=currency_of(self), after=self.after)
        return self.give_page(shapes.LedgerLinePage, page.lines, page.next_cursor)
