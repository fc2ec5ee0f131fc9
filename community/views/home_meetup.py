"""The next meetup of a member, on top of the home page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from community.selectors import meetups
from lib import clock


def draw(request: HttpRequest) -> SafeString | None:
    """Draw what the member comes to within a week; nothing without that. Queries: 1, none for visitors."""
    user, now = request.user, clock.now()
    card = meetups.soonest_of(viewer=user, now=now) if user.is_authenticated else None
    if card is None:
        return None
    return render_to_string(
        "community/home/meetup.html", {"meetup": card.meetup, "mine": card.mine, "now": now}, request
    )
