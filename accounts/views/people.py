"""Public pages of people."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from accounts import registry
from accounts.requests import MemberRequest
from accounts.selectors import following, hiding, people
from lib import clean, clock
from lib.limits import Limit, spend

NAMED = Limit("named", most=300, seconds=300)  # asked at every pause behind an @
MOST_NAMED = 6


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """A person: who they are, then what each app adds about them."""
    person = people.get_person(handle=handle)
    drawn = [(section.is_main, mark_safe(section.render(request, person))) for section in registry.sections()]  # noqa: S308  # rendered templates
    context = {
        "person": person,
        "brands": people.brands_of(user=person),
        "beside": [html for is_main, html in drawn if html and not is_main],
        "sections": [html for is_main, html in drawn if html and is_main],
        "is_self": request.user == person,
        "is_hidden": hiding.is_hidden(person_id=person.pk, viewer=request.user),
        "is_followed": following.is_followed(person_id=person.pk, viewer=request.user),
        "nav": "profile" if request.user == person else "",
    }
    return render(request, "accounts/profile/index.html", context)


@require_safe
@login_required
def named(request: MemberRequest) -> HttpResponse:
    """The people whom somebody may mean who writes an @."""
    spend(NAMED, who=request.user.public_id, now=clock.now())
    query = clean.sought(request.GET.get("q", ""), most=40)
    return render(
        request, "elements/people.html", {"people": people.named(query=query, most=MOST_NAMED, but=request.user)}
    )
