"""The brand's console."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from accounts.requests import MemberRequest
from rewards.selectors import parts


@login_required
def detail(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show a campaign to its brand."""
    campaign, _part = parts.access_campaign(user=request.user, slug=slug, public_id=public_id)
    return HttpResponse(campaign.name, content_type="text/plain")


edit = detail
