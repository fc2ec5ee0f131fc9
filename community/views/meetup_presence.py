"""Noting who was there, by whoever looks after the group."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from community import paths, rate_limits
from community.policies import Action
from community.selectors import meetup_places, meetups as reads, standings
from community.services.meetups import presence
from lib import clock, errors, web
from lib.limits import spend


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def there(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show who had a place, or save who of those shown was there: the ticked, or everybody."""
    meetup, now = reads.get(viewer=request.user, public_id=public_id), clock.now()
    standings.check(user=request.user, group=meetup.group, action=Action.MODERATE, now=now)
    path = paths.of_meetup(meetup)
    if not presence.is_open(meetup, now):
        return web.see_other(path)
    sheet = meetup_places.sheet_of(meetup=meetup, after=request.GET.get("after", ""))
    next_url = web.next_page(sheet.next_cursor)
    context = {"nav": "groups", "meetup": meetup, "group": meetup.group, "path": path, "sheet": sheet}
    if request.method != "POST":
        return render(request, "community/meetup_presence/index.html", context | {"more_url": next_url})
    shown = request.POST.getlist("shown")
    ticked = shown if "everybody" in request.POST else request.POST.getlist("there")
    try:
        spend(rate_limits.ATTEND, who=request.user.public_id, now=now)
        presence.note(by=request.user, meetup=meetup, there=ticked, not_there=shown, now=now)
    except errors.REFUSALS as error:
        page = render(request, "community/meetup_presence/index.html", context | {"refusal": error.words})
        return web.refused(page, error)
    messages.success(request, _("Noted. Thank you for looking after it."))
    return web.see_other(next_url or path)
