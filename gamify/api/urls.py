"""Endpoints of the game."""

from __future__ import annotations

from django.urls import path

from gamify.api import activities, boards, challenge_urls, game, leagues, seasons

urlpatterns = [
    path("activities", activities.Activities.as_view(), name="api-activities"),
    path("activities/<int:pk>/undo", activities.Undo.as_view(), name="api-activity-undo"),
    path("game", game.Game.as_view(), name="api-game"),
    path("members/<str:handle>/game", game.OfMember.as_view(), name="api-member-game"),
    path("game/visibility", game.Visibility.as_view(), name="api-game-visibility"),
    path("tasks", game.Tasks.as_view(), name="api-tasks"),
    path("quests", game.Quests.as_view(), name="api-quests"),
    path("badges", game.Badges.as_view(), name="api-badges"),
    path("points", game.Points.as_view(), name="api-points"),
    path("boards", boards.Boards.as_view(), name="api-boards"),
    path("boards/<int:pk>", boards.OneBoard.as_view(), name="api-board"),
    path("boards/<int:pk>/around", boards.Around.as_view(), name="api-board-around"),
    path("boards/<int:pk>/followed", boards.AmongFollowed.as_view(), name="api-board-followed"),
    path("league", leagues.League.as_view(), name="api-league"),
    path("season", seasons.Mine.as_view(), name="api-season"),
    path("season/places", seasons.Places.as_view(), name="api-season-places"),
    *challenge_urls.urlpatterns,
]
