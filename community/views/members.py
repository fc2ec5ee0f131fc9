"""The people of a group: who is in, who asks, roles, invitations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import MemberRequest, PageRequest
from accounts.selectors import people
from community import policies, rate_limits
from community.models import Group, Membership
from community.policies import Action
from community.selectors import groups, members, standings
from community.services import admissions, doors, roles
from community.views import groups as group_views
from lib import clock, errors
from lib.limits import spend
from live.selectors import topics


@require_safe
def index(request: PageRequest, slug: str) -> HttpResponse:
    """Show the members; to moderators also who asks and who is invited."""
    return _page(request, slug)


@login_required
@require_safe
def requests(request: MemberRequest, slug: str) -> HttpResponse:
    """Return who asks to come in alone, to those who may let them in."""
    group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.ADMIT)
    context = _requests(group, may_see=True)
    return render(request, "community/group_members/requests.html", {"group": group, "wrong": {}, **context})


@login_required
@require_POST
def admit(request: MemberRequest, slug: str) -> HttpResponse:
    """Answer a request: `decision` is "approve", else it is denied with a reason."""
    group, member = _group_and_member(request, slug)
    now = clock.now()
    try:
        if request.POST.get("decision") == "approve":
            admissions.approve(actor=request.user, group=group, member=member, now=now)
            messages.success(request, _("%(name)s is in.") % {"name": member.display_name})
        else:
            admissions.deny(
                actor=request.user, group=group, member=member, reason=request.POST.get("reason", ""), now=now
            )
            messages.success(request, _("%(name)s has been told.") % {"name": member.display_name})
    except (errors.Invalid, errors.Conflict) as error:
        return _again(request, slug, error, f"request-{member.handle}")
    return redirect("community:group-members", slug=slug)


@login_required
@require_POST
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Invite somebody by handle."""
    group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now())
    handle = request.POST.get("handle", "")
    try:
        spend(rate_limits.INVITE, who=request.user.public_id, now=clock.now())
        place = admissions.invite(actor=request.user, group=group, handle=handle, now=clock.now())
    except (errors.Invalid, errors.Conflict) as error:
        return _again(request, slug, error, "invite")
    told = _("%(name)s is in.") if place.is_active else _("%(name)s is invited.")
    messages.success(request, told % {"name": place.user.display_name})
    return redirect("community:group-members", slug=slug)


@login_required
@require_POST
def set_role(request: MemberRequest, slug: str) -> HttpResponse:
    """Give a member a role; making somebody owner by "hand over" makes the actor a moderator."""
    group, member = _group_and_member(request, slug)
    now = clock.now()
    try:
        if request.POST.get("role") == "hand-over":
            roles.hand_over(actor=request.user, group=group, member=member, now=now)
        else:
            roles.set_role(actor=request.user, group=group, member=member, role=request.POST.get("role", ""), now=now)
    except (errors.Invalid, errors.Conflict) as error:
        return _again(request, slug, error, f"member-{member.handle}")
    messages.success(request, _("The role of %(name)s has changed.") % {"name": member.display_name})
    return redirect("community:group-members", slug=slug)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str) -> HttpResponse:
    """Take a member out, with a reason they are told."""
    group, member = _group_and_member(request, slug)
    try:
        roles.remove(
            actor=request.user, group=group, member=member, reason=request.POST.get("reason", ""), now=clock.now()
        )
    except (errors.Invalid, errors.Conflict) as error:
        return _again(request, slug, error, f"member-{member.handle}")
    messages.success(request, _("%(name)s is no longer in the group.") % {"name": member.display_name})
    return redirect("community:group-members", slug=slug)


def _page(request: PageRequest, slug: str, *, status: int = 200, **extra: object) -> HttpResponse:
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now)
    is_for_staff = request.user.is_authenticated and doors.is_for_staff(user=request.user, group=group)
    if not (standing.is_member or is_for_staff):
        if request.user.is_staff and not policies.may(Action.SEE_MEMBERS, group, standing):
            return redirect("community:group-detail", slug=slug)  # somebody has come in since they were told
        standings.check(user=request.user, group=group, action=Action.SEE_MEMBERS, now=now)
    query = request.GET.get("q", "").strip()[: groups.QUERY_LENGTH]
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    found = members.members_of(group=group, now=now, after=request.GET.get("after", ""), query=query)
    more = urlencode({name: value for name, value in (("q", query), ("after", found.next_cursor)) if value})
    context = {
        "nav": "groups",
        "front": front,
        "group": group,
        "tab": "members",
        "tabs": group_views.tabs_of(front, "members"),
        "staff": members.staff_of(group=group, now=now),
        "members": found.people,
        "more_url": f"?{more}" if found.next_cursor else "",
        "query": query,
        **_requests(group, may_see=standing.is_moderator or is_for_staff, is_live=standing.is_moderator),
        "is_for_staff": is_for_staff,
        "invited": members.invited_to(group=group, now=now) if standing.is_moderator else (),
        "roles": Membership.Role.choices,
        "may": {str(action): front.may(action) for action in Action},
        "heir": members.find(group=group, handle=request.GET.get("offer", ""), now=now) if standing.is_owner else None,
        "wrong": {},
    }
    return render(request, "community/group_members/index.html", context | extra, status=status)


def _requests(group: Group, *, may_see: bool, is_live: bool = True) -> dict[str, object]:
    """Return who asks, and the topic's version read before; staff of a group that has nobody do not hear it."""
    if not may_see:
        return {}
    topic = f"group:{group.pk}:queue"
    versions = topics.versions([topic]) if is_live else {}
    found = members.requests_of(group=group, now=clock.now())
    return {"requests": found, "requests_topic": topic if is_live else "", "live_versions": versions}


def _again(request: MemberRequest, slug: str, error: errors.HearthError, where: str) -> HttpResponse:
    sentences = list(error.fields.values()) if isinstance(error, errors.Invalid) else [error.message]
    status = 422 if isinstance(error, errors.Invalid) else 409
    return _page(request, slug, status=status, wrong={where: sentences[0]}, given=request.POST)


def _group_and_member(request: MemberRequest, slug: str) -> tuple[Group, User]:
    group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now())
    return group, people.get_person(handle=request.POST.get("member", "")[:40])
