"""Pages of the gamify app."""

from __future__ import annotations

from django.urls import path

from gamify import challenge_console_urls, challenge_urls
from gamify.views import (
    badges,
    board_asides,
    boards,
    economy,
    first_steps,
    followed_board,
    gains,
    leagues,
    points,
    seasons,
    settings,
    taking_back,
    tasks,
)

app_name = "gamify"
urlpatterns = [
    path("tasks/", tasks.index, name="task-list"),
    path("badges/", badges.index, name="badge-list"),
    path("points/", points.index, name="why"),
    path("boards/", boards.index, name="board-list"),
    path("boards/<int:pk>/", boards.detail, name="board-detail"),
    path("boards/<int:pk>/mine/", boards.mine, name="board-mine"),
    path("boards/followed/", followed_board.index, name="board-followed"),
    path("boards/<int:pk>/followed/", followed_board.rows, name="board-followed-rows"),
    path("boards/league/", leagues.index, name="league"),
    path("boards/league/mine/", leagues.mine, name="league-mine"),
    path("boards/league/<slug:week>/", leagues.week, name="league-week"),
    path("boards/season/", seasons.index, name="season-now"),
    path("boards/season/<slug:season>/", seasons.detail, name="season"),
    path("game/board/", board_asides.aside, name="board-aside"),
    path("game/today/", tasks.today, name="today"),
    path("game/first-steps/", first_steps.card, name="first-steps"),
    path("game/self/", gains.self_card, name="self"),
    path("game/gains/", gains.index, name="gains"),
    path("game/gains/seen/", gains.seen, name="gains-seen"),
    path("game/hide/", settings.hide, name="game-hide"),
    path("settings/game/", settings.index, name="settings"),
    path("review/members/<str:handle>/activities/<int:pk>/", taking_back.change, name="member-activity"),
    path("review/economy/", economy.index, name="review-economy"),
    path("review/economy/<int:number>.toml", economy.text, name="review-economy-text"),
    *challenge_console_urls.urlpatterns,
    *challenge_urls.urlpatterns,
]
