"""What a newcomer does first, on top of the home page; nothing once it is done."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from gamify.presenters import tasks as shown_tasks
from gamify.selectors import levels, tasks
from gamify.views import guards
from gamify.views.tasks import game_topic
from lib import clock
from live.selectors import topics

NEWCOMER_BELOW = 4


@require_safe
@guards.fragment
def card(request: MemberRequest) -> HttpResponse:
    """The same card as on the home page, when a step was taken."""
    return HttpResponse(_draw(request) or "")


def draw(request: HttpRequest) -> SafeString | None:
    """Draw the steps that are left; nothing for anybody but newcomers who play. Queries: 5, 1 for the others."""
    user = request.user
    if not user.is_authenticated or user.game_hidden or not levels.is_below(user=user, number=NEWCOMER_BELOW):
        return None
    return _draw(cast("MemberRequest", request))


def _draw(request: MemberRequest) -> SafeString | None:
    now = clock.now()
    topic = game_topic(request)
    versions = topics.versions([topic])
    found = tasks.tasks(user=request.user, now=now)
    steps = (*found.today[:1], *found.once)
    left = [shown_tasks.row(card, now=now) for card in steps if not card.is_done]
    if not left:
        return None
    counted = {"all": len(steps), "done": len(steps) - len(left)}
    context = {"topic": topic, "live_versions": versions, "steps": left, **counted}
    return render_to_string("gamify/first_steps/index.html", context, request)
