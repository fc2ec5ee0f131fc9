"""What a newcomer came for: on the home page, the team buys that still take people, with what they cost."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rewards.selectors import campaigns

MOST = 3


def draw(request: HttpRequest) -> SafeString | None:
    """Draw the buys that end first. Queries: 3."""
    cards = campaigns.open_to_people(viewer=request.user, most=MOST)
    return render_to_string("rewards/campaign_list/strip.html", {"cards": cards}, request) if cards else None
