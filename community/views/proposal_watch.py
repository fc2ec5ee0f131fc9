"""Whoever reviews a proposal: what stands out in its support, and opening a case about it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from community.machines import TAKES_SUPPORT
from community.models import Proposal
from community.proposal_policies import ProposalAction
from community.selectors import integrity, proposal_roles, queues
from community.views.integrity_cases import look_into
from lib import web


@require_safe
@login_required
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show plain counts, and by name only those who stand out by a sign."""
    proposal = _watched(request, public_id)
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "signs": integrity.signs(proposal=proposal),
        "supporters": integrity.supporters(proposal=proposal),
        "can_look": proposal.state in TAKES_SUPPORT,
        "is_staff": queues.may_watch_all(request.user),
    }
    return render(request, "community/proposal_watch/index.html", context)


@require_POST
@login_required
def look(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open a case about somebody's support, to be decided on its page."""
    proposal = _watched(request, public_id)
    row = integrity.find_support(proposal=proposal, pk=web.number(request.POST.get("voter", "")))
    return look_into(request, row, back=reverse("community:proposal-watch", args=[proposal.public_id]))


def _watched(request: MemberRequest, public_id: str) -> Proposal:
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.REVIEW)
    return proposal
