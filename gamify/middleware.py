"""What every page of a member sets off in the game."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gamify.services import visits
from lib import clock

_SEEN = "visited_on"


def visit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note a member's first page of their day; the session remembers it, so that later pages cost nothing."""

    def respond(request: HttpRequest) -> HttpResponse:
        is_program = hasattr(request, "api_key")  # which comes by for its member, and has no session to remember it
        if request.method == "GET" and request.user.is_authenticated and not is_program:
            today = request.user.calendar.day(clock.now()).isoformat()
            if request.session.get(_SEEN) != today:
                visits.note(user=request.user, now=clock.now())
                request.session[_SEEN] = today
        return get_response(request)

    return respond
