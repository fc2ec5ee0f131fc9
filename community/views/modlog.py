"""The log of a group's moderators."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from community import policies
from community.selectors import appeals, groups, modlog, standings
from community.views.groups import tabs_of
from lib import clock, errors


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what moderators did: in full to them, without names and reasons to members."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now, action=policies.Action.READ)
    if not standing.is_member:
        raise errors.NotAllowed(_("Only members of the group read its log."), code="community.members_only")
    is_moderator = standings.is_judge(user=request.user, standing=standing)
    page = modlog.page(group=group, user=request.user, is_moderator=is_moderator, after=request.GET.get("after", ""))
    path = reverse("community:group-modlog", args=[slug])
    more_url = f"{path}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else ""
    context = {"nav": "groups", "group": group, "page": page, "is_moderator": is_moderator, "more_url": more_url}
    if request.htmx and request.GET.get("after"):
        return render(request, "community/modlog/more.html", context)
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    return render(
        request,
        "community/modlog/index.html",
        {
            **context,
            "front": front,
            "tabs": tabs_of(front, "modlog"),
            "tab": "modlog",
            "appeals": appeals.counts(group=group),
        },
    )
