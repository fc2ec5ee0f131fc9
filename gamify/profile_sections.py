"""What a profile shows of a member's game: level, streak and the newest badges."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import User
from accounts.registry import Section, add_section
from gamify.selectors import badges, levels, streaks
from gamify.shown import badges as shown_badges, levels as shown_levels
from lib import clock

MOST = 10


def _render(request: HttpRequest, person: User) -> str:
    """Nothing when the person hides the game, or when the one who looks does. Queries: 4."""
    viewer = request.user
    if person.game_hidden or (viewer.is_authenticated and viewer.game_hidden):
        return ""
    now = clock.now()
    earned = badges.earned(user=person, most=MOST)
    context = {
        "level": shown_levels.level(levels.current(user=person)),
        "streak": shown_levels.streak(streaks.streak(user=person, now=now)),
        "badges": [shown_badges.item(card, now=now, is_linked=viewer == person) for card in earned],
        "is_self": viewer == person,
    }
    return render_to_string("gamify/profile/index.html", context, request)


add_section(Section(key="game", position=20, render=_render))
