"""Public pages of people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from accounts import registry
from accounts.selectors import following, hiding, people


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
