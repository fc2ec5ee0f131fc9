"""Whoever looks after a group begins a meetup, changes it and calls it off. What was written comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from community import paths, rate_limits
from community.forms.meetups import MeetupForm, initial_of
from community.models import Group, Meetup
from community.policies import Action
from community.selectors import meetups as reads, standings
from community.services import repeats
from community.services.meetups import planning, refusals
from community.views.reports import report as report_form
from lib import clock, errors, public_id as ids, web
from lib.limits import spend


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the form of a new meetup, or begin it."""
    group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.HOST)
    form = MeetupForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, group)
    now = clock.now()
    try:
        spend(rate_limits.MEETUP, who=request.user.public_id, now=now)
        made = planning.begin(by=request.user, group=group, plan=form.plan(), key=web.key_of(request), now=now)
    except errors.Invalid as error:
        form.show(error)
        return _page(request, form, group)
    except errors.RateLimited as error:
        return web.refused(_page(request, form, group, refusal=error.words), error)
    except repeats.SentAlready as error:
        return web.refused(_page(request, form, group, refusal=error.words, key=ids.new()), error)
    messages.success(request, _("It stands. Everybody in %(group)s hears of it.") % {"group": group.name})
    return web.see_other(paths.of_meetup(made))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show the form on a meetup, or change it; a stale change is shown beside the newer one."""
    meetup = _held(request, public_id, Action.HOST)
    if request.method != "POST":
        form = MeetupForm(initial=initial_of(planning.plan_of(meetup)))
        return _page(request, form, meetup.group, meetup)
    form, now = MeetupForm(request.POST), clock.now()
    if not form.is_valid():
        return _page(request, form, meetup.group, meetup)
    edition = web.number(request.POST.get("edition"))
    try:
        spend(rate_limits.MEETUP, who=request.user.public_id, now=now)
        planning.edit(by=request.user, meetup=meetup, plan=form.plan(), edition=edition, now=now)
    except errors.Invalid as error:
        form.show(error)
        return _page(request, form, meetup.group, meetup)
    except refusals.Stale as stale:
        theirs = _held(request, public_id, Action.HOST)
        page = _page(request, form, meetup.group, theirs, theirs=theirs, refusal=stale.words, edition=theirs.edition)
        return web.refused(page, stale)
    except errors.REFUSALS as error:
        return web.refused(_page(request, form, meetup.group, meetup, refusal=error.words), error)
    messages.success(request, _("Saved. Those who are coming are told when time or place has changed."))
    return web.see_other(paths.of_meetup(meetup))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask why, then call it off."""
    meetup = _held(request, public_id, Action.MODERATE)
    context: dict[str, Any] = {"nav": "groups", "meetup": meetup, "group": meetup.group}
    context |= {"path": paths.of_meetup(meetup), "most": planning.REASON_LENGTH}
    if request.method != "POST":
        return render(request, "community/meetup/call_off.html", context)
    reason = request.POST.get("reason", "")
    try:
        planning.call_off(by=request.user, meetup=meetup, reason=reason, now=clock.now())
    except errors.Invalid as error:
        context |= {"wrong": error.fields, "reason": reason}
        return render(request, "community/meetup/call_off.html", context, status=422)
    except (refusals.HasBegun, refusals.IsOver) as error:
        messages.error(request, error.words)
        return web.see_other(paths.of_meetup(meetup))
    messages.success(request, _("It is called off. Everybody who wanted to come is told."))
    return web.see_other(paths.of_meetup(meetup))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, public_id: str) -> HttpResponse:
    """Report a meetup to the moderators of its group."""
    return report_form(request, reads.get(viewer=request.user, public_id=public_id))


def _held(request: MemberRequest, public_id: str, action: Action) -> Meetup:
    meetup = reads.get(viewer=request.user, public_id=public_id)
    standings.check(user=request.user, group=meetup.group, action=action, now=clock.now())
    return meetup


def _page(
    request: MemberRequest, form: MeetupForm, group: Group, meetup: Meetup | None = None, **extra: Any
) -> HttpResponse:
    context = {
        "nav": "groups",
        "form": form,
        "group": group,
        "meetup": meetup,
        "key": request.POST.get("key") or ids.new(),
        "edition": request.POST.get("edition") or (meetup.edition if meetup else ""),
        **extra,
    }
    return render(request, "community/meetup_form/index.html", context, status=422 if form.errors else 200)
