"""The inbox's pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from inbox import registry
from inbox.selectors import notifications as reads
from inbox.services import notifications
from lib import clock, web
from live.selectors import topics


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """All or the unread notifications, newest first."""
    only, after = request.GET.get("show") == "unread", request.GET.get("after", "")
    topic = _topic(request)
    versions = topics.versions([topic])
    page = reads.page(user=request.user, after=after, unread_only=only)
    base = reverse("inbox:notification-list")
    context = {
        "page": page,
        "only_unread": only,
        "tabs": [
            {"label": _("All"), "url": base, "is_current": not only},
            {"label": _("Unread"), "url": f"{base}?show=unread", "is_current": only},
        ],
        "nav": "notifications",
        "next_url": f"{base}?{'show=unread&' if only else ''}after={page.next_cursor}" if page.next_cursor else "",
        "topic": topic,
        "live_versions": versions,
        "is_first": not after,  # older pages stand still: they are being read
    }
    return render(request, f"inbox/list/{'list' if request.htmx else 'index'}.html", context)


@login_required
@require_safe
def count(request: MemberRequest) -> HttpResponse:
    """The number beside the bell, live."""
    topic = _topic(request)
    version = topics.versions([topic])[topic]
    context = {"count": reads.unread_count(user=request.user), "topic": topic, "version": version}
    return render(request, "inbox/list/count.html", context)


@login_required
@require_POST
def open_one(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark a line as read and go where it points, if that is still there."""
    line = notifications.mark_read(user=request.user, pk=pk, now=clock.now())
    if line is None:
        raise Http404
    if line.url and not registry.shut(user=request.user, urls=[line.url]):
        return web.see_other(line.url)
    if room := registry.room_of(line.url):
        notifications.hush(page=room, people=[request.user.pk], now=clock.now())
    return web.see_other(reverse("inbox:notification-list"))


@login_required
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark everything as read."""
    notifications.mark_all_read(user=request.user, now=clock.now())
    return web.see_other(reverse("inbox:notification-list"))


def _topic(request: MemberRequest) -> str:
    return f"member:{request.user.public_id}:inbox"
