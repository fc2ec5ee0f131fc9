"""Hiding what somebody writes, showing it again, and the list of whom one hid."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from accounts.selectors import hiding as reads, people
from accounts.services import hiding
from lib import clock, errors, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: MemberRequest, handle: str) -> HttpResponse:
    """Say what hiding does, then do it and go back to where the wish came up."""
    person = people.get_person(handle=handle)
    page = reverse("accounts:profile", args=[person.handle])
    back = web.back(request, page)
    if request.method != "POST":
        hiding.check(user=request.user, person=person)
        context = {
            "person": person,
            "back": back,
            "is_hidden": reads.is_hidden(person_id=person.pk, viewer=request.user),
        }
        return render(request, "accounts/hiding/index.html", context)
    try:
        hiding.hide(user=request.user, person=person, now=clock.now())
    except errors.Conflict as full:
        messages.error(request, full.words)
        return web.see_other(reverse("accounts:settings-hidden"))
    messages.success(request, _("You no longer see what %(name)s writes.") % {"name": person.display_name})
    return web.see_other(back)


@login_required
@require_POST
def show(request: MemberRequest, handle: str) -> HttpResponse:
    """See again what somebody writes."""
    hiding.show(user=request.user, handle=handle)
    messages.success(request, _("What they write is there for you again."))
    return web.see_other(web.back(request, reverse("accounts:settings-hidden")))


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List whom one hid, each with the way back."""
    rows, following = reads.page(user=request.user, after=request.GET.get("after", ""))
    context = {"rows": rows, "more_url": web.next_page(following), "nav": "settings"}
    return render(request, "accounts/settings/hidden.html", context)
