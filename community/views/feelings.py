"""Feelings suggested to who writes, while they write."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.requests import PageRequest
from community import rate_limits
from community.selectors import feelings
from community.views import redirects
from lib import clock
from lib.limits import spend


@require_POST
def suggest(request: PageRequest) -> HttpResponse:
    """Show what the words may feel like; nobody asked, so that signed out there is no answer at all."""
    member = redirects.member(request)
    if member is None:
        return HttpResponse(status=204)
    spend(rate_limits.SUGGEST, who=member.user.public_id, now=clock.now())
    sent = member.POST
    found = feelings.suggested(
        text=f"{sent.get('title', '')}\n{sent.get('body', '')}",
        user=member.user,
        besides={*sent.getlist("emotions"), *sent.getlist("dismissed")},
    )
    return render(request, "community/compose/suggestions.html", {"suggestions": found.suggestions})
