"""Taking a proposal back: all its authors, until it has enough support; after that only whoever reviews."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from community.models import Authorship, BrandAnswer, Proposal
from community.proposal_policies import ProposalAction, ProposalRole, check
from community.selectors import proposal_roles
from community.services.proposals import counters, locking, notifying
from lib import clean
from lib.machines import steps

State = Proposal.State
BY_AUTHORS = (State.DRAFT, State.REVIEW, State.CHANGES, State.OPEN, State.LAPSED)
BY_JUDGES = (State.OPEN, State.THRESHOLD, State.DUE)
REASON_LENGTH = 500


@transaction.atomic
def withdraw(*, by: User, proposal: Proposal, reason: str = "", now: datetime) -> Proposal:
    """Take a proposal back; every support of it comes back. Its authors must all say so, but for those who closed their
    account: the last one does it.

    Locks: the proposal. Raises: NotFound, NotAllowed; WrongMoment; Invalid: whoever reviews gives a reason.
    """
    held = locking.proposal(proposal.pk)
    roles = proposal_roles.require(user=by, proposal=held, action=ProposalAction.WITHDRAW)
    if ProposalRole.AUTHOR in roles:
        locking.check_state(held, *BY_AUTHORS)
        if not _all_agree(held, by):
            notifying.wants_withdrawal(held, by=by, now=now)
            return held
        said = clean.block(reason, field="reason", most=REASON_LENGTH)
    else:
        check(ProposalAction.REVIEW, roles)
        locking.check_state(held, *BY_JUDGES)
        said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    _drop_answer(held, by, now)
    steps.take(
        held, State.WITHDRAWN, actor=by, cause="withdrawn", now=now, data={"reason": said}, reason=said, next_by=None
    )
    counters.give_back(held)
    notifying.withdrawn(held, by=by, now=now)
    return held


def _all_agree(held: Proposal, by: User) -> bool:
    accepted = Authorship.objects.filter(proposal=held, state=Authorship.State.ACCEPTED)
    accepted.filter(user=by).update(agrees_to_withdraw=True)
    return not accepted.filter(agrees_to_withdraw=False, user__is_active=True).exists()


def _drop_answer(held: Proposal, by: User, now: datetime) -> None:
    prepared = BrandAnswer.objects.filter(proposal=held, state=BrandAnswer.State.PREPARED).first()
    if prepared is not None:
        steps.take(prepared, BrandAnswer.State.DROPPED, actor=by, cause="withdrawn", now=now)
