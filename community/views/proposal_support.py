"""Standing behind a proposal with one press, and taking it back with another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import paths, rate_limits
from community.models import Proposal
from community.selectors import proposal_page, proposal_roles
from community.services.proposals import supporting
from community.views import redirects
from community.views.proposals import own_topic, page
from lib import clock, errors, web
from lib.limits import spend
from live.selectors import topics


@require_POST
def support(request: PageRequest, public_id: str) -> HttpResponse:
    """Support it, or with `back=1` take the support back."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    member = redirects.member(request)
    if member is None:
        return redirects.sign_in_first(request, paths.of_proposal(proposal))
    is_back = request.POST.get("back") == "1"
    try:
        spend(rate_limits.SUPPORT, who=member.user.public_id, now=clock.now())
        act = supporting.withdraw if is_back else supporting.support
        row = act(user=member.user, proposal=proposal, now=clock.now())
    except errors.NotFound:
        return redirects.onward(request, paths.of_proposal(proposal))  # there was none to take back
    except errors.REFUSALS as error:
        return _refused(member, proposal, error)
    if request.htmx:
        return _part(request, proposal, pressed=row.state)
    messages.success(request, _words(row.state))
    return web.see_other(f"{paths.of_proposal(proposal)}#mine")


@require_safe
def part(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the page of a proposal."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    return _part(request, proposal) if request.user.is_authenticated else HttpResponse()


def _part(request: PageRequest, proposal: Proposal, *, pressed: str = "", refusal: str = "") -> HttpResponse:
    versions = topics.versions(filter(None, [own_topic(request)]))
    fresh = proposal_roles.get(user=request.user, public_id=proposal.public_id)
    context = {
        "proposal": fresh,
        "mine": proposal_page.mine(viewer=request.user, proposal=fresh, now=clock.now()),
        "mine_topic": own_topic(request),
        "live_versions": versions,
        "pressed": pressed,
        "refusal": refusal,
    }
    return render(request, "community/proposal/mine.html", context)


def _refused(request: MemberRequest, proposal: Proposal, error: errors.HearthError) -> HttpResponse:
    if request.htmx:
        response = _part(request, proposal, refusal=str(error.message))
        response.status_code = 422  # htmx swaps nothing else that went wrong
        return response
    fresh = proposal_roles.get(user=request.user, public_id=proposal.public_id)
    return web.refused(page(request, fresh, refusal=str(error.message)), error)


def _words(state: str) -> str:
    words = {
        "counted": _("You support it. You can take that back until it closes."),
        "provisional": _("Kept. What it waits for stands beside it."),
        "withdrawn": _("Your support is back with you."),
    }
    return words.get(state, words["counted"])
