"""What a profile shows of a member's game: level, streak, tier and the newest badges."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import User
from accounts.registry import Section, add_section
from gamify.presenters import badges as shown_badges, levels as shown_levels, tiers as shown_tiers
from gamify.selectors import badges, challenge_list, levels, streaks, tiers
from lib import clock

MOST = 10


def _render(request: HttpRequest, person: User) -> str:
    """Nothing when the person hides the game, or when the one who looks does. Queries: 5."""
    viewer = request.user
    if person.game_hidden or (viewer.is_authenticated and viewer.game_hidden):
        return ""
    now = clock.now()
    earned = badges.earned(user=person, most=MOST)
    context = {
        "level": shown_levels.level(levels.current(user=person)),
        "streak": shown_levels.streak(streaks.streak(user=person, now=now)),
        "tier": shown_tiers.chip(tiers.held_by(user=person)),
        "badges": [shown_badges.item(card, now=now, is_linked=viewer == person) for card in earned],
        "is_self": viewer == person,
    }
    return render_to_string("gamify/profile/index.html", context, request)


def _render_won(request: HttpRequest, person: User) -> str:
    """The challenges that somebody won, as far as the viewer may see them. Queries: 1 and those of `visible_to`."""
    viewer = request.user
    is_hidden = person.game_hidden or (person.boards_hidden and viewer != person)
    if is_hidden or (viewer.is_authenticated and viewer.game_hidden):
        return ""
    won = challenge_list.won_by(viewer=viewer, person_id=person.pk)
    return render_to_string("gamify/profile/won.html", {"won": won}, request) if won else ""


add_section(Section(key="game", position=20, render=_render))
add_section(Section(key="challenges", position=25, render=_render_won))
