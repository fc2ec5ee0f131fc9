"""The meetups of a group: all of them, and the next ones beside its feed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community import policies
from community.models import Group
from community.policies import Action, Standing
from community.selectors import groups, meetups as reads, standings
from community.views import groups as group_views
from lib import clock, web
from live.selectors import topics


@require_safe
def index(request: PageRequest, slug: str) -> HttpResponse:
    """Show the meetups of a group: those ahead, or those that are over."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now, action=Action.READ)
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    context = {
        "nav": "groups",
        "front": front,
        "group": group,
        "tab": "meetups",
        "tabs": group_views.tabs_of(front, "meetups"),
        **_list(request, group, standing),
    }
    return render(request, "community/meetup_list/index.html", context)


@require_safe
def rows(request: PageRequest, slug: str) -> HttpResponse:
    """The list alone, when something of it has changed."""
    group, standing = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.READ)
    return render(request, "community/meetup_list/list.html", _list(request, group, standing))


@require_safe
def beside(request: PageRequest, slug: str) -> HttpResponse:
    """The next meetups, beside the feed of their group."""
    now = clock.now()
    group, _standing = standings.access_group(user=request.user, slug=slug, now=now, action=Action.READ)
    topic = f"group:{group.pk}:meetups"
    versions = topics.versions([topic])
    cards = reads.next_of(viewer=request.user, group=group, now=now)
    context = {"group": group, "topic": topic, "live_versions": versions, "cards": cards, "now": now}
    return render(request, "community/meetup_list/beside.html", context)


def _list(request: PageRequest, group: Group, standing: Standing) -> dict[str, Any]:
    now, topic = clock.now(), f"group:{group.pk}:meetups"
    asked = request.GET.get("stage", "")
    stage = asked if asked in reads.STAGES else reads.COMING
    versions = topics.versions([topic])
    page = reads.page(viewer=request.user, group=group, stage=stage, after=request.GET.get("after", ""), now=now)
    path = reverse("community:group-meetups", args=[group.slug])
    labels = {reads.COMING: pgettext("meetups", "Coming up"), reads.OVER: pgettext("meetups", "Over")}
    stages = [
        {"label": label, "url": f"{path}?stage={key}", "is_current": key == stage} for key, label in labels.items()
    ]
    return {
        "group": group,
        "topic": topic,
        "live_versions": versions,
        "stage": stage,
        "stages": stages,
        "page": page,
        "more_url": web.next_page(page.next_cursor, stage=stage),
        "may_host": policies.may(Action.HOST, group, standing),
        "now": now,
    }
