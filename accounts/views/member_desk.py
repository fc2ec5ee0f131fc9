"""The staff's page about one member: who it is, what each app knows, and what can be done for them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.policies import StaffOnly
from accounts.requests import MemberRequest
from accounts.selectors import member_search
from accounts.services import member_care
from accounts.staff_registry import member_panels
from lib import clock, errors, web


def require_look(user: User) -> None:
    """Refuse whoever may not see members' accounts; they need not know that there is such a page. Raises: NotFound."""
    if not member_care.may_look(user):
        raise StaffOnly


def page_of(person: User) -> str:
    """Return where this member's page for the staff is."""
    return reverse("accounts:member-desk", args=[person.username])


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Find a member by whatever is known of them, or by the number of an order."""
    require_look(request.user)
    query = request.GET.get("q", "")
    context = {
        "nav": "staff",
        "query": query,
        "people": member_search.search(query=query),
        "things": member_search.numbered(query=query),
    }
    return render(request, "accounts/desk/index.html", context)


@login_required
@require_safe
def detail(request: MemberRequest, handle: str) -> HttpResponse:
    """Show one member."""
    require_look(request.user)
    person = member_search.get(handle=handle)
    context = {
        "nav": "staff",
        "person": person,
        "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "pk"),
        "steps": Authenticator.objects.filter(user=person).exclude(type="recovery_codes").count(),
        "sessions": UserSession.objects.filter(user=person).count(),
        "may_help": member_care.may_help(request.user) and not person.is_staff,
        "noted": member_care.noted(person=person),
        "panels": [mark_safe(panel.render(request, person)) for panel in member_panels.every()],  # noqa: S308  # rendered templates
    }
    return render(request, "accounts/desk/detail.html", context)


@login_required
@require_POST
def change(request: MemberRequest, handle: str) -> HttpResponse:
    """Switch the account off or on, or take off its second step."""
    require_look(request.user)
    person = member_search.get(handle=handle)
    said, wanted, now = request.POST.get("reason", ""), request.POST.get("do", ""), clock.now()
    if wanted not in ("second-step", "on", "off"):
        raise errors.NotFound

    def act() -> None:
        if wanted == "second-step":
            member_care.drop_second_step(by=request.user, person=person, reason=said, now=now)
        else:
            member_care.switch(by=request.user, person=person, is_on=wanted == "on", reason=said, now=now)

    return web.attempt(request, act, done=_("Done, and written down."), onward=page_of(person))
