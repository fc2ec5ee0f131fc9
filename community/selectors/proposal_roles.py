"""What somebody is to a proposal, and the ways in."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import BrandStaff, User
from community import policies
from community.models import Amendment, Authorship, Membership, Proposal, Tester
from community.proposal_policies import ProposalAction, ProposalRole, Roles, check
from lib import clock, errors

Viewer = User | AnonymousUser


def roles_of(*, user: Viewer, proposal: Proposal) -> frozenset[ProposalRole]:
    """Return what `user` is to `proposal`, whatever they contributed to it. Queries: at most 3, none for visitors."""
    if not user.is_authenticated:
        return frozenset()
    found: set[ProposalRole] = set()
    authorship = Authorship.objects.filter(proposal=proposal, user=user).values_list("state", flat=True).first()
    if authorship == Authorship.State.ACCEPTED:
        found.add(ProposalRole.AUTHOR)
    elif authorship == Authorship.State.INVITED:
        found.add(ProposalRole.INVITED)
    brands = set(BrandStaff.objects.filter(user=user).values_list("brand", flat=True))
    if proposal.brand_id in brands:
        found.add(ProposalRole.BRAND)
    if not brands:
        found |= _judges(user, proposal)
    return frozenset(found)


def with_contributor(roles: Roles, *, user: Viewer, proposal: Proposal) -> frozenset[ProposalRole]:
    """Return the roles with that of a contributor, which counts for objecting to the credit alone.

    Queries: as `is_contributor`, none for authors and visitors.
    """
    if ProposalRole.AUTHOR in roles or not isinstance(user, User) or not is_contributor(user=user, proposal=proposal):
        return frozenset(roles)
    return frozenset({*roles, ProposalRole.CONTRIBUTOR})


def is_contributor(*, user: User, proposal: Proposal) -> bool:
    """Say whether they changed it, tested it, or wrote one that was merged into it.

    Queries: 1 for each depth of mergers, and 3.
    """
    accepted = Authorship.State.ACCEPTED
    merged = Authorship.objects.filter(proposal__in=absorbed(proposal), user=user, state=accepted)
    amended = Amendment.objects.filter(proposal=proposal, author=user, state=Amendment.State.ACCEPTED)
    tested = Tester.objects.filter(round__proposal=proposal, user=user, is_drawn=True)
    return merged.exists() or amended.exists() or tested.exists()


def absorbed(proposal: Proposal) -> list[int]:
    """Return the ids of all that were merged into it, or into those. Queries: 1 for each depth of mergers."""
    found: list[int] = []
    ahead = [proposal.pk]
    while ahead:
        rows = Proposal.objects.filter(merged_into__in=ahead, state=Proposal.State.MERGED)
        ahead = list(rows.order_by("pk").values_list("pk", flat=True))
        found += ahead
    return found


def require(*, user: Viewer, proposal: Proposal, action: ProposalAction) -> frozenset[ProposalRole]:
    """Refuse `action` unless `user` may do it; return their roles. Queries: as `roles_of`.

    Raises: NotFound for a proposal that they may not see; NotAllowed.
    """
    roles = roles_of(user=user, proposal=proposal)
    if action is ProposalAction.OBJECT:
        roles = with_contributor(roles, user=user, proposal=proposal)
    if not roles and not Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists():
        raise errors.NotFound(code="community.proposal_not_found")
    check(action, roles)
    return roles


def get(*, user: Viewer, public_id: str) -> Proposal:
    """Return a proposal that `user` may see, with its group, brand and author. Queries: 1. Raises: NotFound."""
    rows = Proposal.objects.visible_to(user).select_related("group", "brand", "author", "merged_into")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise errors.NotFound(code="community.proposal_not_found")
    return found


def _judges(user: User, proposal: Proposal) -> set[ProposalRole]:
    found: set[ProposalRole] = set()
    if user.is_staff:
        found.add(ProposalRole.STAFF)
    place = Membership.objects.filter(group=proposal.group_id, user=user).first()
    if policies.standing_of(place, is_signed_in=True, now=clock.now()).is_moderator:
        found.add(ProposalRole.MODERATOR)
    return found
