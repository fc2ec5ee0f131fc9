"""The raid switch: the line that members read, the button of those who look after a group, and that of the staff."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community.policies import Action
from community.selectors import automod as reads, queues, standings
from community.services.automod import raids
from lib import clock, errors, web
from live.selectors import topics

ON, OFF = gettext_lazy("The raid switch is on."), gettext_lazy("The raid switch is off.")


def lengths() -> list[tuple[int, str]]:
    """Return for how long it can be switched on, with the words for it."""
    return [(hours, ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}) for hours in raids.HOURS]


@require_safe
def line(request: PageRequest, slug: str) -> HttpResponse:
    """Return the line that says until when newcomers write by approval; empty when the switch is off."""
    now = clock.now()
    group, _standing = standings.access_group(user=request.user, slug=slug, now=now, action=Action.READ)
    return render(request, "community/group/raid.html", {"group": group, "is_raided": group.is_raided(now)})


@login_required
@require_POST
def switch(request: MemberRequest, slug: str) -> HttpResponse:
    """Switch it on for `hours`, or off without any."""
    now, hours = clock.now(), web.number(request.POST.get("hours"))
    group, _standing = standings.access_moderated(user=request.user, slug=slug, now=now)
    try:
        if hours:
            raids.begin(by=request.user, group=group, hours=hours, now=now)
        else:
            raids.end(by=request.user, group=group, now=now)
    except errors.Invalid as error:
        messages.error(request, error.words)
    else:
        messages.success(request, ON if hours else OFF)
    return web.see_other(reverse("community:group-automod", args=[slug]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: MemberRequest) -> HttpResponse:
    """Show staff the switch of the whole site, and switch it; to the live socket the switch alone."""
    now = clock.now()
    if not queues.may_watch_all(request.user):
        raise errors.NotFound()
    if request.method == "POST":
        return _switch_site(request)
    versions = topics.versions([raids.SITE_TOPIC])
    found = reads.site_raids()
    context = {
        "nav": "staff",
        "topic": raids.SITE_TOPIC,
        "live_versions": versions,
        "raid_now": next((raid for raid in found if raid.ends_at > now), None),
        "past": [raid for raid in found if raid.ends_at <= now],
        "lengths": lengths(),
    }
    name = "site_switch" if request.htmx else "site"
    return render(request, f"community/automod/{name}.html", context)


def _switch_site(request: MemberRequest) -> HttpResponse:
    now, hours = clock.now(), web.number(request.POST.get("hours"))
    try:
        if hours:
            raids.begin_site(by=request.user, hours=hours, now=now)
        else:
            raids.end_site(by=request.user, now=now)
    except errors.Invalid as error:
        messages.error(request, error.words)
    else:
        messages.success(request, ON if hours else OFF)
    return web.see_other(reverse("community:site-raid"))
