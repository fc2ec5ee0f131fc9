"""The meetups of whoever asks, in all their groups."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from community.selectors import my_meetups
from lib import clock, web
from live.selectors import topics


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what one comes to, what one waits for, or what is over."""
    return render(request, "community/my_meetups/index.html", _context(request))


@login_required
@require_safe
def rows(request: MemberRequest) -> HttpResponse:
    """The list alone, when something of it has changed."""
    return render(request, "community/my_meetups/list.html", _context(request))


def _context(request: MemberRequest) -> dict[str, Any]:
    now, topic = clock.now(), f"member:{request.user.public_id}:meetups"
    asked = request.GET.get("stage", "")
    stage = asked if asked in my_meetups.STAGES else my_meetups.COMING
    versions = topics.versions([topic])
    page = my_meetups.page(viewer=request.user, stage=stage, after=request.GET.get("after", ""), now=now)
    path = reverse("community:my-meetups")
    labels = {
        my_meetups.COMING: pgettext("meetups", "Coming up"),
        my_meetups.WAITING: pgettext("meetups", "Waiting"),
        my_meetups.OVER: pgettext("meetups", "Over"),
    }
    return {
        "nav": "groups",
        "topic": topic,
        "live_versions": versions,
        "stage": stage,
        "stages": [
            {"label": label, "url": f"{path}?stage={key}", "is_current": key == stage} for key, label in labels.items()
        ],
        "page": page,
        "more_url": web.next_page(page.next_cursor, stage=stage),
        "now": now,
    }
