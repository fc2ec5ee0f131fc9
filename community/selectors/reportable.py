"""The way in to what can be reported besides posts and comments."""

from __future__ import annotations

from community.models import Argument, MakingUpdate, Proposal
from community.selectors.proposal_roles import Viewer
from lib import errors


def argument(*, user: Viewer, public_id: str) -> Argument:
    """Return an argument of a proposal that `user` may see. Queries: 2. Raises: NotFound."""
    rows = Argument.objects.select_related("proposal__group", "author").filter(public_id=public_id, removed_at=None)
    found = rows.first()
    if found is None or not Proposal.objects.visible_to(user).filter(pk=found.proposal_id).exists():
        raise errors.NotFound(code="community.argument_not_found")
    return found


def news(*, user: Viewer, public_id: str) -> MakingUpdate:
    """Return news of a proposal that `user` may see. Queries: 2. Raises: NotFound."""
    rows = MakingUpdate.objects.select_related("proposal__group", "by").filter(public_id=public_id, removed_at=None)
    found = rows.first()
    if found is None or not Proposal.objects.visible_to(user).filter(pk=found.proposal_id).exists():
        raise errors.NotFound(code="community.news_not_found")
    return found
