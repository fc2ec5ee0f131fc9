"""What whoever runs a vote chooses from."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Brand
from community.models import Allowance, Group, Proposal, VoteRound
from community.selectors.proposal_roles import Viewer
from lib import errors


def offered(*, viewer: Viewer, group: Group | None, brand: Brand | None) -> QuerySet[Proposal]:
    """Return the proposals that a vote of that place can be about, the newest in front. Queries: 1."""
    rows = Proposal.objects.published().visible_to(viewer).exclude(state=Proposal.State.MERGED)
    rows = rows.filter(group=group) if group else rows.filter(group__visibility=Group.Visibility.PUBLIC)
    rows = rows.filter(brand=brand) if brand else rows
    return rows.select_related("group").order_by("-pk")


def ballot(*, vote: VoteRound, handle: str) -> Allowance:
    """Return the ballot of somebody who may vote in it. Queries: 1. Raises: NotFound."""
    rows = Allowance.objects.filter(round=vote, user__username=handle)
    found = rows.select_related("user", "round__group").first()
    if found is None:
        raise errors.NotFound(code="community.voter_not_found")
    return found
