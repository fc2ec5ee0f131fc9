"""The pictures of news and prototypes: added, taken away, sent to whoever may read the news."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import paths, rate_limits
from community.proposal_policies import ProposalAction, may
from community.selectors import proposal_making, proposal_queues
from community.services.making import showing
from community.views.making_actions import attempt
from community.views.proposal_answer import of_own_brand
from lib import clean, clock, errors, web


@require_POST
@login_required
def add(request: MemberRequest, public_id: str, news_id: str) -> HttpResponse:
    """Add a picture to news that were told."""
    update = proposal_making.told(proposal=of_own_brand(request, public_id), public_id=news_id)
    file, alt = request.FILES.get("picture"), request.POST.get("alt", "")
    return attempt(
        request,
        lambda: showing.add(by=request.user, update=update, file=file, alt=alt, now=clock.now()),
        onward=f"{reverse('community:proposal-desk', args=[public_id])}#n-{news_id}",
        said=_("The picture is there."),
        limit=rate_limits.UPLOAD,
    )


@require_POST
@login_required
def remove(request: MemberRequest, public_id: str, news_id: str) -> HttpResponse:
    """Take a picture away: the brand, or whoever reviews, who say why."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    update = proposal_making.told(proposal=proposal, public_id=news_id)
    asked = clean.sought(request.POST.get("picture", ""), most=12)
    row = next((each for each in update.pictures.all() if each.public_id == asked), None)
    if row is None:
        raise errors.NotFound(code="community.image_not_found")
    by, reason = request.user, request.POST.get("reason", "")

    def act() -> None:
        if may(ProposalAction.REVIEW, roles):
            showing.take_away(by=by, picture=row, reason=reason, now=clock.now())
        else:
            showing.remove(by=by, picture=row)

    return attempt(
        request,
        act,
        onward=f"{paths.of_making(proposal)}#n-{news_id}",
        said=_("The picture is gone."),
    )


@require_safe
def show(request: PageRequest, public_id: str) -> HttpResponse:
    """Send the picture."""
    row = proposal_making.picture(viewer=request.user, public_id=public_id)
    return web.picture(row.file.name, title=public_id, is_small=False)


@require_safe
def small(request: PageRequest, public_id: str) -> HttpResponse:
    """Send the picture at 640 pixels or fewer."""
    row = proposal_making.picture(viewer=request.user, public_id=public_id)
    return web.picture(row.file.name, title=public_id, is_small=True)
