"""The moderators' queue of a group, and those of the staff."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from community.models import Group
from community.selectors import groups, narrowing, queues, standings
from community.selectors.queue_rows import Queue
from community.services import judging
from community.services.appeals import judges
from community.views import case_ways
from community.views.groups import tabs_of
from lib import clock, web
from live.selectors import topics

DECIDED = "decided"


@login_required
@require_safe
def queue(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the open or the decided cases; to htmx and the live socket the list alone."""
    now = clock.now()
    group, standing = standings.access_moderated(user=request.user, slug=slug, now=now)
    is_open = request.GET.get("show") != DECIDED
    topic = f"group:{group.pk}:queue"
    versions = topics.versions([topic])
    part, after = case_ways.narrowing_of(request), request.GET.get("after", "")
    parts = web.number(request.GET.get("parts", ""))  # so many a list that renews itself has open
    found = queues.queue(
        group=group, user=request.user, is_open=is_open, now=now, after=after, narrowing=part, parts=parts
    )
    context: dict[str, Any] = {
        "nav": "groups",
        "group": group,
        "queue": found,
        "topic": topic,
        "live_versions": versions,
    }
    context |= _addresses(reverse("community:group-queue", args=[slug]), found, is_open=is_open, part=part, parts=parts)
    if request.htmx:
        return render(request, "community/queue/list.html", context)
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    context |= {"front": front, "tabs": tabs_of(front, "queue"), "tab": "queue", "narrowing": part}
    context["choices"] = narrowing.choices(queues.in_group(group=group, user=request.user, is_open=is_open))
    return render(request, "community/queue/index.html", context)


@login_required
@require_safe
def votes(request: MemberRequest) -> HttpResponse:
    """Show staff the open or decided cases about votes and support, wherever; to htmx and the socket the list alone."""
    return _of_staff(request, queues.staff_queue, "community:vote-cases", judging.STAFF_TOPIC, "votes")


@login_required
@require_safe
def appeals(request: MemberRequest) -> HttpResponse:
    """Show staff the appeals that no group can decide; to htmx and the socket the list alone."""
    return _of_staff(request, queues.appeals_queue, "community:appeal-queue", judges.STAFF_TOPIC, "appeals")


def _of_staff(request: MemberRequest, read: Any, name: str, topic: str, page: str) -> HttpResponse:
    is_open = request.GET.get("show") != DECIDED
    versions = topics.versions([topic])
    found = read(user=request.user, is_open=is_open, now=clock.now(), after=request.GET.get("after", ""))
    context = {"nav": "staff", "is_staff": True, "topic": topic, "live_versions": versions, "queue": found}
    context |= _addresses(reverse(name), found, is_open=is_open)
    template = "list" if request.htmx else page
    return render(request, f"community/queue/{template}.html", context)


@login_required
@require_safe
def count(request: MemberRequest, slug: str) -> HttpResponse:
    """Return the number of open cases beside the word Queue."""
    group, _standing = standings.access_moderated(user=request.user, slug=slug, now=clock.now())
    return render(request, "community/queue/count.html", count_of(group, request))


def count_of(group: Group, request: MemberRequest) -> dict[str, Any]:
    """Return what the live count shows, its version read first. Queries: 2."""
    topic = f"group:{group.pk}:queue"
    version = topics.versions([topic])[topic]
    return {
        "group": group,
        "topic": topic,
        "version": version,
        "count": queues.open_count(group=group, user=request.user),
    }


def _addresses(
    path: str, found: Queue, *, is_open: bool, part: narrowing.Narrowing = narrowing.ALL, parts: int = 1
) -> dict[str, Any]:
    which = {} if is_open else {"show": DECIDED}
    kept = {**which, **part.asked}
    shown = {**kept, "parts": str(parts)} if parts > 1 else kept
    return {
        "is_open": is_open,
        "kept": urlencode(part.asked),
        "whole_url": f"{path}?{urlencode(which)}" if which else path,
        "parts": parts,
        "list_url": f"{path}?{urlencode(shown)}" if shown else path,
        "more_url": f"{path}?{urlencode({**kept, 'after': found.next_cursor})}" if found.next_cursor else "",
        "open_url": path,
        "decided_url": f"{path}?show={DECIDED}",
    }
