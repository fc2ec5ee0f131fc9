"""Who judges: moderators of a group about what is written there, whoever watches or reviews about support and votes."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community.models import Allowance, Case, Membership, Support
from community.policies import Action
from community.proposal_policies import Deed
from community.selectors import proposal_parts
from community.services import access, modlog
from community.services.proposals import audiences
from community.services.rounds import ballots
from community.targets import is_vote, target_in
from lib import errors

STAFF_TOPIC = "cases:votes"  # the queue of staff: everything about votes, wherever


def check(*, user: User, target: Support | Allowance) -> None:
    """Refuse who may not judge a support or a ballot: a brand's people never may, nor authors about their proposal.

    Queries: at most 5. Raises: NotFound, NotAllowed.
    """
    if isinstance(target, Support):
        proposal_parts.require(user=user, proposal=target.proposal, deed=Deed.REVIEW)
    else:
        ballots.check_may_watch(user, target.round)


def enter(*, user: User, case: Case, now: datetime) -> None:
    """Refuse who may not decide the case. Locks: the moderator's place, for what is written in a group.

    Raises: NotFound, NotAllowed by policy; BrandStaffMayNot.
    """
    target = target_in(case)
    if isinstance(target, Support | Allowance):
        check(user=user, target=target)
        return
    assert case.group is not None
    access.enter(action=Action.MODERATE, group=case.group, user=user, now=now)
    modlog.check_independent(user)


def may(*, user: User, target: Support | Allowance) -> bool:
    """Say whether they may judge it. Queries: as `check`."""
    try:
        check(user=user, target=target)
    except (errors.NotFound, errors.NotAllowed):
        return False
    return True


def people(case: Case) -> list[User]:
    """Return who is told of a new case: those who judge, but for whom it is about. Queries: 1 to 3."""
    target = target_in(case)
    if isinstance(target, Support):
        return [person for person in audiences.judges(target.proposal) if person.pk != case.author_id]
    roles = (Membership.Role.OWNER, Membership.Role.MODERATOR)
    active = User.objects.filter(is_active=True, brand_roles=None).exclude(pk=case.author_id)
    place = {"memberships__group": case.group_id, "memberships__state": "active", "memberships__role__in": roles}
    found = {person.pk: person for person in active.filter(**place)} if case.group_id else {}
    if isinstance(target, Allowance):
        found |= {person.pk: person for person in active.filter(is_staff=True)}
        own = ballots.authors_of(target.round)
        found = {pk: person for pk, person in found.items() if pk not in own}
    return list(found.values())


def queues_of(case: Case) -> list[str]:
    """Return the topics of the queues that the case stands in."""
    staff = [STAFF_TOPIC] if is_vote(case) else []
    return [*staff, f"group:{case.group_id}:queue"] if case.group_id else staff
