"""Who judges: moderators of a group about what is written there, staff where only its author could; about support and
votes whoever watches or reviews."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors import brands
from community.models import Allowance, Case, Membership, Support
from community.policies import Action
from community.proposal_policies import ProposalAction
from community.selectors import proposal_roles, standings
from community.services import access
from community.services.proposals import audiences
from community.services.rounds import ballots
from community.targets import is_vote, target_in
from lib import errors

STAFF_TOPIC = "cases:votes"  # the queue of staff: what is about votes, and what no moderator of its group may judge


def check(*, user: User, target: Support | Allowance) -> None:
    """Refuse who may not judge a support or a ballot: a brand's people never may, nor authors about their proposal.

    Queries: at most 5. Raises: NotFound, NotAllowed.
    """
    if isinstance(target, Support):
        proposal_roles.require(user=user, proposal=target.proposal, action=ProposalAction.REVIEW)
    else:
        ballots.check_may_watch(user, target.round)


def enter(*, user: User, case: Case, now: datetime) -> bool:
    """Refuse who may not decide the case, and say whether they do so as staff for a group that has nobody.

    Locks: the moderator's place, for what is written in a group.
    Raises: NotFound, NotAllowed by policy; BrandStaffMayNot.
    """
    target = target_in(case)
    if isinstance(target, Support | Allowance):
        check(user=user, target=target)
        return False
    if is_for_group(user=user, case=case):
        return True
    assert case.group is not None
    access.enter(action=Action.MODERATE, group=case.group, user=user, now=now)
    standings.check_independent(user)
    return False


def is_for_group(*, user: User, case: Case) -> bool:
    """Say whether `user` judges as staff what was written where only its author could. Queries: at most 2."""
    if not user.is_staff or is_vote(case) or brands.works_for_any(user):
        return False
    return not has_moderators(case)


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
    found = {person.pk: person for person in _moderators(case)} if case.group_id else {}
    if isinstance(target, Allowance) or not found:
        found |= {person.pk: person for person in _independent(case).filter(is_staff=True)}
    if isinstance(target, Allowance):
        own = ballots.authors_of(target.round)
        found = {pk: person for pk, person in found.items() if pk not in own}
    return list(found.values())


def queues_of(case: Case) -> list[str]:
    """Return the topics of the queues that the case may stand in, that of staff first."""
    return [STAFF_TOPIC, f"group:{case.group_id}:queue"] if case.group_id else [STAFF_TOPIC]


def has_moderators(case: Case) -> bool:
    """Say whether somebody in the group of the case may judge it. Queries: 1."""
    return _moderators(case).exists()


def _independent(case: Case) -> QuerySet[User]:
    return User.objects.filter(is_active=True, brand_roles=None).exclude(pk=case.author_id)


def _moderators(case: Case) -> QuerySet[User]:
    leading = Membership.objects.leading().filter(group=case.group_id)
    return _independent(case).filter(pk__in=leading.values("user"))
