"""The pictures of a sketch: added, taken away, sent to whoever may see the proposal."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import limits
from community.models import MakingPicture, Proposal, ProposalPicture
from community.proposal_policies import Deed
from community.selectors import proposal_page, proposal_parts
from community.services.proposals import picturing
from community.views import edges, proposal_edges
from community.views.images import MONTH_SECONDS
from lib import clean, clock, errors, pictures
from lib.limits import spend


@require_POST
@login_required
def add(request: MemberRequest, public_id: str) -> HttpResponse:
    """Add a picture to a draft."""
    proposal = _written(request, public_id)
    try:
        spend(limits.UPLOAD, who=request.user.public_id, now=clock.now())
        file, alt = request.FILES.get("picture"), request.POST.get("alt", "")
        picturing.add(by=request.user, proposal=proposal, file=file, alt=alt, now=clock.now())
    except (*proposal_edges.REFUSALS, errors.Invalid) as error:
        messages.error(request, proposal_edges.reason_of(error))
    else:
        messages.success(request, _("The picture is there."))
    return edges.see_other(_back(proposal))


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
    return edges.see_other(_back(proposal))


@require_safe
def show(request: PageRequest, public_id: str) -> HttpResponse:
    """Send the picture."""
    row = proposal_page.picture(viewer=request.user, public_id=public_id)
    return send(row, row.file.name)


@require_safe
def small(request: PageRequest, public_id: str) -> HttpResponse:
    """Send the picture at 640 pixels or fewer."""
    row = proposal_page.picture(viewer=request.user, public_id=public_id)
    return send(row, pictures.small_name(row.file.name))


def _written(request: MemberRequest, public_id: str) -> Proposal:
    proposal = proposal_parts.get(user=request.user, public_id=public_id)
    proposal_parts.require(user=request.user, proposal=proposal, deed=Deed.WRITE)
    return proposal


def _back(proposal: Proposal) -> str:
    return f"{reverse('community:proposal-edit', args=[proposal.public_id])}#pictures"


def send(row: ProposalPicture | MakingPicture, name: str) -> HttpResponse:
    """Send a stored picture to whoever may see it. Raises: NotFound."""
    try:
        with default_storage.open(name) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise errors.NotFound(code="community.image_not_found") from error
    response["Content-Disposition"] = f'inline; filename="{row.public_id}.webp"'
    response["Cache-Control"] = f"private, max-age={MONTH_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
