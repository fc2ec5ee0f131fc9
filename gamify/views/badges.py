"""The page of all badges."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from gamify.presenters import badges as shown
from gamify.selectors import badges
from gamify.views import guards, tabs
from lib import clock


@require_safe
@guards.page
def index(request: MemberRequest) -> HttpResponse:
    """Earned badges, newest first, then the others, nearest first; each says what it takes and how rare it is."""
    now = clock.now()
    shelf = badges.shelf(user=request.user)
    context = {
        "nav": "tasks",
        "tabs": tabs.game("badges"),
        "earned": [shown.item(card, now=now) for card in shelf.earned],
        "locked": [shown.item(card, now=now) for card in shelf.locked],
    }
    return render(request, "gamify/badge_list/index.html", context)
