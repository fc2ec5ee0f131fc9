"""What the brand said, shows and lets be tested: the public side of the making, which renews itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community.models import Proposal
from community.proposal_policies import ProposalAction, ProposalRole, may
from community.selectors import proposal_credit, proposal_making, proposal_queues
from community.services.making import updates
from community.services.proposals import inbox_lines
from lib import clock
from live.selectors import topics


@require_safe
def index(request: PageRequest, public_id: str) -> HttpResponse:
    """Show the answers, the news and the tests of a proposal."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    topic = inbox_lines.topic_of(proposal)
    now = clock.now()
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "topic": topic,
        "live_versions": topics.read_beside(proposal, topic),
        "made": proposal_making.making(proposal=proposal),
        "is_stale": updates.is_stale(proposal, now),
        "is_late": proposal_queues.is_due_over(proposal, now),
        "is_brand": ProposalRole.BRAND in roles,
        "may_take_away": may(ProposalAction.REVIEW, roles),
        "may_see_page": may_see_page(request, proposal),
        "credited": proposal_credit.is_shown(proposal=proposal, roles=roles),
    }
    page = "main" if request.htmx else "index"
    return render(request, f"community/making/{page}.html", context)


def may_see_page(request: PageRequest, proposal: Proposal) -> bool:
    """Say whether the page of the proposal opens for the reader: a brand may be asked in a group it is not in."""
    return Proposal.objects.visible_to(request.user).filter(pk=proposal.pk).exists()
