"""Reading proposals: the rows and numbers that pages and programs are made of."""

from __future__ import annotations

from community.models import Proposal
from community.selectors.proposal_roles import Viewer

MOST_COMPARED = 2_000


def titles(*, user: Viewer, besides: Proposal | None = None) -> list[tuple[int, str]]:
    """Return the newest published proposals that `user` may see, with words to compare: (id, title). Queries: 1."""
    rows = Proposal.objects.published().visible_to(user).exclude(state=Proposal.State.MERGED)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return list(rows.order_by("-pk").values_list("pk", "title")[:MOST_COMPARED])


def brand_of(*, public_id: str) -> int | None:
    """Return the key of the brand that is asked by a proposal, None without one. Queries: 1."""
    return Proposal.objects.filter(public_id=public_id).values_list("brand_id", flat=True).first()
