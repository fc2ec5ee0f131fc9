"""How a group is, for those who look after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from community.health import figures, reading
from community.health.figures import Figure
from community.selectors import groups, standings
from community.views.groups import tabs_of
from gamify.registry import Ref, Thing, things
from lib import clock


@dataclass(frozen=True)
class Card:
    """A figure, and the posts behind it that this reader may read: their names and addresses."""

    figure: Figure
    posts: tuple[Thing, ...]


@login_required
@never_cache
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the last eight weeks against the group's own past."""
    now = clock.now()
    group, standing = standings.access_moderated(user=request.user, slug=slug, now=now)
    health = reading.of(group=group, now=now)
    found = figures.of(health)
    named = things.find(request.user, {("post", str(pk)) for figure in found for pk in figure.posts})
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    context = {
        "nav": "groups",
        "group": group,
        "front": front,
        "tabs": tabs_of(front, "health"),
        "tab": "health",
        "weeks": health.weeks,
        "since": health.since,
        "cards": [Card(figure, tuple(_known(named, figure))) for figure in found],
    }
    return render(request, "community/health/index.html", context)


def _known(named: Mapping[Ref, Thing], figure: Figure) -> Iterator[Thing]:
    return (named[ref] for pk in figure.posts if (ref := ("post", str(pk))) in named)
