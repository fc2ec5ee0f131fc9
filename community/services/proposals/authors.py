"""Being named as an author: only by consent, and never without the terms on rights."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import rights
from community.models import Authorship, Proposal
from community.proposal_policies import ProposalAction
from community.services.proposals import inbox_lines, locking, notifying
from community.services.proposals.drafting import WRITABLE
from lib import errors

State = Authorship.State
MOST = 8


@transaction.atomic
def invite(*, by: User, proposal: Proposal, user: User, now: datetime) -> Authorship:
    """Ask somebody to be named as a co-author; asking again changes nothing, unless they said no or left.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `author`: oneself, or too many.
    Emits: notice `proposal_coauthor`.
    """
    held = locking.hold(by, proposal, ProposalAction.WRITE, *WRITABLE)
    rows = {row.user_id: row for row in Authorship.objects.filter(proposal=held)}
    mine = rows.get(user.pk)
    if mine is not None and mine.state in (State.INVITED, State.ACCEPTED):
        return mine
    if not user.is_active:
        raise errors.NotFound(code="accounts.person_not_found")
    if sum(row.state in (State.INVITED, State.ACCEPTED) for row in rows.values()) >= MOST:
        raise errors.Invalid(fields={"author": _("A proposal has eight authors at most.")})
    row, _made = Authorship.objects.update_or_create(
        proposal=held, user=user, defaults={"state": State.INVITED, "terms": "", "invited_at": now, "answered_at": None}
    )
    notifying.invited(held, user, by=by, now=now)
    return row


@transaction.atomic
def take_back(*, by: User, proposal: Proposal, user: User) -> None:
    """Ask somebody no longer who has not answered; twice changes nothing.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; errors.Conflict: they have said yes, and leave.
    """
    held = locking.hold(by, proposal, ProposalAction.WRITE, *WRITABLE)
    row = Authorship.objects.filter(proposal=held, user=user).first()
    if row is not None and row.state == State.ACCEPTED:
        raise errors.Conflict(_("They have said yes: only they can take that back."), code="community.author_named")
    if row is not None and row.state == State.INVITED:
        row.delete()
        inbox_lines.changed(held)


@transaction.atomic
def accept(*, by: User, proposal: Proposal, terms: str, now: datetime) -> Authorship:
    """Agree to be named, accepting the terms on rights; an author accepts a newer version of them in the same way.

    Locks: the proposal. Raises: NotFound, NotAllowed: nobody asked. WrongMoment; Invalid: not the latest terms.
    """
    accepted = rights.check_latest(terms)
    row = _own(by, proposal, State.INVITED, State.ACCEPTED)
    row.state, row.terms, row.answered_at = State.ACCEPTED, accepted, now
    row.save(update_fields=["state", "terms", "answered_at"])
    notifying.answered_invitation(row.proposal, by=by, is_yes=True, now=now)
    return row


@transaction.atomic
def decline(*, by: User, proposal: Proposal, now: datetime) -> Authorship:
    """Say no to being named, or stop being named before it is handed in; the first author cannot leave.

    Locks, raises: as `accept`; Invalid for the first author, who withdraws instead.
    """
    row = _own(by, proposal, State.INVITED, State.ACCEPTED)
    if row.proposal.author_id == by.pk:
        raise errors.Invalid(fields={"author": _("You began it. Withdraw it if you no longer want it.")})
    row.state = State.DECLINED if row.state == State.INVITED else State.LEFT
    row.answered_at, row.terms = now, ""
    row.save(update_fields=["state", "answered_at", "terms"])
    notifying.answered_invitation(row.proposal, by=by, is_yes=False, now=now)
    return row


def accepted(proposal: Proposal) -> list[User]:
    """Return the authors who agreed, the first one first. Queries: 1."""
    rows = Authorship.objects.filter(proposal=proposal, state=State.ACCEPTED).select_related("user")
    return [row.user for row in rows.order_by("pk")]


def _own(by: User, proposal: Proposal, *states: str) -> Authorship:
    held = locking.proposal(proposal.pk)
    row = Authorship.objects.filter(proposal=held, user=by).first()
    if row is None or row.state not in states:
        raise errors.NotFound(code="community.proposal_not_found")
    locking.check_state(held, *WRITABLE)
    row.proposal = held
    return row
