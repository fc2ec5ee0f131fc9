"""Muting, banning and lifting, with the person's history in the group beside it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import MemberRequest
from community import moderation, policies
from community.models import Group
from community.selectors import histories, modlog as log_reads, standings
from community.services import modlog, sanctions
from lib import clock, errors, web

LENGTHS = (
    ("1d", gettext_lazy("1 day")),
    ("3d", gettext_lazy("3 days")),
    ("7d", gettext_lazy("7 days")),
    ("30d", gettext_lazy("30 days")),
    (sanctions.FOR_GOOD, gettext_lazy("For good")),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impose(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """Mute or ban somebody, or see what is in force."""
    group, mine, member = _enter(request, slug, handle)
    page = partial(_page, request, group, mine, member)
    if request.method != "POST":
        return page()
    number = request.POST.get("rule", "")
    try:
        sanctions.impose(
            moderator=request.user,
            group=group,
            member=member,
            action=request.POST.get("action", ""),
            duration=request.POST.get("duration", ""),
            rule=int(number) if number.isdecimal() and len(number) < 4 else None,
            reason=request.POST.get("reason", ""),
            now=clock.now(),
        )
    except errors.Invalid as error:
        return page(wrong=error.fields, status=422)
    except errors.Conflict as error:
        return page(wrong={"action": error.message}, status=409)
    return _done(request, group, member)


@login_required
@require_POST
def lift(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """End a mute or a ban."""
    group, mine, member = _enter(request, slug, handle)
    page = partial(_page, request, group, mine, member)
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        sanctions.lift(
            moderator=request.user, group=group, member=member, action=action, reason=reason, now=clock.now()
        )
    except errors.Invalid as error:
        return page(wrong=error.fields, status=422)
    except errors.Conflict as error:
        return page(wrong={"action": error.message}, status=409)
    return _done(request, group, member)


def _enter(request: MemberRequest, slug: str, handle: str) -> tuple[Group, policies.Standing, User]:
    """Return the group, what the moderator is to it, and a person known to it: they learn nothing about others."""
    group, mine = standings.access_moderated(user=request.user, slug=slug, now=clock.now())
    return group, mine, histories.get_person(group=group, handle=handle)


def _done(request: MemberRequest, group: Group, member: User) -> HttpResponse:
    messages.success(request, _("Done. %(name)s has been told.") % {"name": member.display_name})
    case = _case_of(request)
    return web.see_other(case or reverse("community:member-sanction", args=[group.slug, member.handle]))


def _case_of(request: MemberRequest) -> str:
    """Return the address of the case that led here; "" for none."""
    pk = web.number(request.GET.get("case", ""))
    return reverse("community:case-detail", args=[pk]) if pk else ""


def _page(
    request: MemberRequest,
    group: Group,
    mine: policies.Standing,
    member: User,
    *,
    wrong: dict[str, errors.Text] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    history = histories.history(group=group, member=member)
    theirs = policies.standing_of(history.place, is_signed_in=True, now=now)
    rank = policies.Role(history.place.role) if history.place and history.place.is_active else policies.Role.OUTSIDER
    may = member.pk != request.user.pk and policies.outranks(mine.role, rank)
    context: dict[str, Any] = {
        "nav": "groups",
        "group": group,
        "member": member,
        "history": history,
        "lines": [log_reads.line_of(entry, is_moderator=True, user=request.user) for entry in history.entries],
        "theirs": theirs,
        "banned_moment": policies.moment(theirs.banned_until),
        "muted_moment": policies.moment(theirs.muted_until),
        "may": may,
        "rules": histories.rules_of(group),
        "actions": [each for each in moderation.every() if each.lasts and (each.key != "mute" or theirs.is_member)],
        "lengths": LENGTHS,
        "given": request.POST,
        "wrong": wrong or {},
        "most": modlog.REASON_LIMIT,
        "case_url": _case_of(request),
        "back": f"?case={pk}" if (pk := web.number(request.GET.get("case", ""))) else "",
    }
    return render(request, "community/sanction/index.html", context, status=status)
