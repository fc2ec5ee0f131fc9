"""Following people, no longer following them, and the list of whom one follows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from accounts.selectors import following as reads, people
from accounts.services import following
from lib import clock, web


@login_required
@require_POST
def follow(request: MemberRequest, handle: str) -> HttpResponse:
    """Follow somebody, and stay where the wish came up."""
    person = people.get_person(handle=handle)
    done = _("What %(name)s writes is on your first page now, under “Following”.") % {"name": person.display_name}
    return web.attempt(
        request,
        lambda: following.follow(user=request.user, person=person, now=clock.now()),
        done=done,
        onward=web.back(request, reverse("accounts:profile", args=[person.handle])),
    )


@login_required
@require_POST
def unfollow(request: MemberRequest, handle: str) -> HttpResponse:
    """Follow somebody no more."""
    following.unfollow(user=request.user, handle=handle)
    messages.success(request, _("You no longer follow them."))
    return web.see_other(web.back(request, reverse("accounts:settings-following")))


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List whom one follows, each with the way out."""
    rows, more = reads.page(user=request.user, after=request.GET.get("after", ""))
    context = {"rows": rows, "more_url": web.next_page(more), "nav": "settings"}
    return render(request, "accounts/settings/following.html", context)
