"""Whoever reviews a proposal: what stands out in its support."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from community.proposal_policies import Deed
from community.selectors import proposal_parts, watching


@require_safe
@login_required
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show plain counts of what stands out; nobody is named."""
    proposal = proposal_parts.get(user=request.user, public_id=public_id)
    proposal_parts.require(user=request.user, proposal=proposal, deed=Deed.REVIEW)
    context = {"nav": "proposals", "proposal": proposal, "signs": watching.signs(proposal=proposal)}
    return render(request, "community/proposal_watch/index.html", context)
