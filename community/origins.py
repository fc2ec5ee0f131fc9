"""What the page of a product says of the proposal that it comes from: who had a part in it."""

from __future__ import annotations

from django.urls import reverse

from community import paths
from community.models import CreditShare, CreditStatement, Proposal
from community.services.proposals import inbox_lines
from gamify import launches
from gamify.launches import Origin


def find(key: str) -> Origin | None:
    """Return the proposal of a launch, and the people of its frozen statement, the largest share first. Queries: 2."""
    kind, _colon, public_id = key.partition(":")
    if kind != Proposal.KIND:
        return None
    proposal = Proposal.objects.published().filter(public_id=public_id, group__visibility="public").first()
    if proposal is None:
        return None
    frozen = CreditShare.objects.filter(statement__proposal=proposal, statement__state=CreditStatement.State.FROZEN)
    shares = frozen.select_related("user").order_by("-basis_points", "pk")
    people = tuple({share.user_id: share.user for share in shares.filter(user__is_active=True)}.values())
    credit = reverse("community:proposal-credit", args=[public_id])
    given_up = proposal.reason if proposal.state == Proposal.State.DECLINED else ""
    return Origin(proposal.title, paths.of_proposal(proposal), people, credit, given_up)


def renew(key: str) -> None:
    """Renew the screens of the proposal whose sale was called off: its trail says so. Inside a transaction."""
    kind, _colon, public_id = key.partition(":")
    proposal = Proposal.objects.filter(public_id=public_id).first() if kind == Proposal.KIND else None
    if proposal is not None:
        inbox_lines.changed(proposal)


launches.tell_origins(find)
launches.watch(renew)
