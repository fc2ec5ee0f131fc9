"""Tasks: the page of the day and the card beside the feed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from gamify.presenters import (
    badges as shown_badges,
    events,
    levels as shown_levels,
    quests as shown_quests,
    tasks as shown_tasks,
    tiers as shown_tiers,
)
from gamify.registry import scopes
from gamify.selectors import badges, history, levels, quests, streaks, tasks
from gamify.services import tiers
from gamify.views import guards, tabs
from lib import clock
from live.selectors import topics


@require_safe
@guards.page
def index(request: MemberRequest) -> HttpResponse:
    """Level, streak, tasks, quests, badges, and why there are points; the live part asks for its own inside only."""
    now, user = clock.now(), request.user
    tier = tiers.look(user=user, now=now)
    topic = game_topic(request)
    versions = topics.versions([topic])
    found = tasks.tasks(user=user, now=now)
    shelf = badges.shelf(user=user)
    context: dict[str, object] = {
        "nav": "tasks",
        "topic": topic,
        "live_versions": versions,
        "level": shown_levels.level(levels.current(user=user)),
        "streak": shown_levels.streak(streaks.streak(user=user, now=now), explains=True),
        "tier": shown_tiers.card(tier),
        "day_ends_at": found.day_ends_at,
        "week_ends_at": found.week_ends_at,
        "today": [shown_tasks.row(card, now=now) for card in found.today],
        "week": [shown_tasks.row(card, now=now) for card in found.week],
        "once": [shown_tasks.row(card, now=now) for card in found.once],
        "quests": shown_quests.path(
            quests.mine(user=user, notes=found.notes), badges={card.key: card.name for card in shelf.all}, now=now
        ),
        "badges": shown_badges.strip(shelf, now=now),
        "badge_count": len(shelf.all),
    }
    if request.htmx:
        return render(request, "gamify/task_list/main.html", context)
    context["tabs"] = tabs.game("tasks")
    context["events"] = events.rows(history.latest(user=user), viewer=user, now=now)
    context["places"] = scopes.mine(user)[:1]
    return render(request, "gamify/task_list/index.html", context)


@require_safe
@guards.fragment
def today(request: MemberRequest) -> HttpResponse:
    """The day's tasks for the side of the home page."""
    now = clock.now()
    topic = game_topic(request)
    versions = topics.versions([topic])
    found = tasks.tasks(user=request.user, now=now)
    context = {
        "topic": topic,
        "live_versions": versions,
        "tasks": [shown_tasks.row(card, now=now) for card in found.today],
        "day_ends_at": found.day_ends_at,
    }
    return render(request, "gamify/today/index.html", context)


def game_topic(request: MemberRequest) -> str:
    """Return the live topic of the signed-in member's game."""
    return f"member:{request.user.public_id}:game"
