"""A member's own game: level, streak, tasks, badges, points."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import people
from gamify.api.activities import CURRENCY, currency_of
from gamify.api.guards import PlayerEndpoint, check_open
from gamify.api.shapes import game as shapes, quests as quest_shapes
from gamify.selectors import badges, lapses, levels, players, points, quests, streaks, tasks, tiers as held_tiers
from gamify.services import tiers, visibility
from lib import errors
from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint

MOST_BADGES = 50


class Game(PlayerEndpoint):
    """At a glance."""

    @operation("game_read", "Game", "My level, spark, streak and tier", gives=shapes.GameSerializer)
    def get(self, request: Request) -> Response:
        tier = tiers.look(user=self.member, now=self.now)
        found = {
            "level": levels.current(user=self.member),
            "spark": players.card(user=self.member).spark,
            "lapses": lapses.soon(user=self.member, now=self.now),
            "streak": streaks.streak(user=self.member, now=self.now),
            "tier": tier if tier.tiers else None,
        }
        return self.give(shapes.GameSerializer, found)


class OfMember(Endpoint):
    """What a member's page shows of their game."""

    @operation(
        "member_game_read",
        "Game",
        "A member's level, streak, tier and newest badges",
        gives=shapes.PublicGameSerializer,
        description="As on their page, for a shop to show beside a name; 404 `gamify.not_shown` when they hide it.",
    )
    def get(self, request: Request, handle: str) -> Response:
        check_open(self)
        person = people.get_person(handle=handle)
        if person.game_hidden:
            raise errors.NotFound(_("This member does not show their game."), code="gamify.not_shown")
        found = {
            "person": person,
            "level": levels.current(user=person),
            "streak": streaks.streak(user=person, now=self.now),
            "tier": held_tiers.held_by(user=person),
            "badges": badges.earned(user=person, most=MOST_BADGES),
        }
        return self.give(shapes.PublicGameSerializer, found)


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


class Quests(PlayerEndpoint):
    """Quests."""

    @operation("quest_list", "Game", "My quests, each with its steps in order", gives=quest_shapes.QuestPage)
    def get(self, request: Request) -> Response:
        return self.give_page(quest_shapes.QuestPage, quests.mine(user=self.member))


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
        "point_list",
        "Game",
        "My points, movement by movement, newest first",
        gives=shapes.LedgerLinePage,
        asks=[AFTER, CURRENCY],
    )
    def get(self, request: Request) -> Response:
        page = points.ledger(user=self.member, currency=currency_of(self), after=self.after)
        return self.give_page(shapes.LedgerLinePage, page.lines, page.next_cursor)
