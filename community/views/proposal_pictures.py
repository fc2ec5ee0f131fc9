"""The pictures of a sketch: added, taken away, sent to whoever may see the proposal."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import rate_limits
from community.models import Proposal, ProposalPicture
from community.proposal_policies import ProposalAction
from community.selectors import proposal_page, proposal_roles
from community.services.proposals import picturing
from lib import clean, clock, errors, web
from lib.limits import spend


@require_POST
@login_required
def add(request: MemberRequest, public_id: str) -> HttpResponse:
    """Add a picture to a draft."""
    proposal = _written(request, public_id)
    try:
        spend(rate_limits.UPLOAD, who=request.user.public_id, now=clock.now())
        file, alt = request.FILES.get("picture"), request.POST.get("alt", "")
        picturing.add(by=request.user, proposal=proposal, file=file, alt=alt, now=clock.now())
    except (*errors.REFUSALS, errors.Invalid) as error:
        messages.error(request, error.words)
    else:
        messages.success(request, _("The picture is there."))
    return web.see_other(_back(proposal))


@require_POST
@login_required
def remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a picture away from a draft."""
    proposal = _written(request, public_id)
    asked = clean.sought(request.POST.get("picture", ""), most=12)
    row = ProposalPicture.objects.filter(proposal=proposal, public_id=asked).select_related("proposal").first()
    if row is None:
        raise errors.NotFound(code="community.proposal_not_found")
    picturing.remove(by=request.user, picture=row)
    messages.success(request, _("The picture is gone."))
    return web.see_other(_back(proposal))


@require_safe
def show(request: PageRequest, public_id: str) -> HttpResponse:
    """Send the picture."""
    row = proposal_page.picture(viewer=request.user, public_id=public_id)
    return web.picture(row.file.name, title=public_id, is_small=False)


@require_safe
def small(request: PageRequest, public_id: str) -> HttpResponse:
    """Send the picture at 640 pixels or fewer."""
    row = proposal_page.picture(viewer=request.user, public_id=public_id)
    return web.picture(row.file.name, title=public_id, is_small=True)


def _written(request: MemberRequest, public_id: str) -> Proposal:
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WRITE)
    return proposal


def _back(proposal: Proposal) -> str:
    return f"{reverse('community:proposal-edit', args=[proposal.public_id])}#pictures"
