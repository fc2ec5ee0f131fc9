"""What the doors of a proposal share: do it and go on, or show the page again and say why not."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from accounts.requests import MemberRequest, PageRequest
from community.machines import PUBLIC_PROPOSAL
from community.models import Proposal
from community.selectors import proposal_roles
from community.views.proposals import page
from lib import clock, errors, limits, web


def public(request: PageRequest, public_id: str) -> Proposal:
    """Return a proposal that was opened to its group once. Raises: NotFound."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    if proposal.state not in PUBLIC_PROPOSAL:
        raise errors.NotFound(code="community.proposal_not_found")
    return proposal


def attempt(
    request: MemberRequest,
    proposal: Proposal,
    act: Callable[[], object],
    *,
    limit: limits.Limit,
    onward: str,
    said: Callable[[], object] | None = None,
) -> HttpResponse:
    """Do it and go `onward`, having `said` so; whoever cannot reads why on the proposal's page as it is now."""
    try:
        limits.spend(limit, who=request.user.public_id, now=clock.now())
        act()
    except (*errors.REFUSALS, errors.Invalid) as error:
        fresh = proposal_roles.get(user=request.user, public_id=proposal.public_id)
        wrong = error.fields if isinstance(error, errors.Invalid) else {}
        return web.refused(page(request, fresh, refusal=error.words, wrong=wrong), error)
    if said is not None:
        said()
    return web.see_other(onward)
