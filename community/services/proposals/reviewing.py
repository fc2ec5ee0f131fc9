"""Looking at what was handed in: it opens, comes back with what to change, or is not taken up; always with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from community import rights, support_rungs
from community.models import Authorship, Proposal
from community.policies import Action
from community.proposal_policies import ProposalAction
from community.services import access
from community.services.proposals import counters, inbox_lines, locking, notifying, rising, wording
from community.services.proposals.wording import Words
from lib import clean, errors, ranges
from lib.machines import steps

State = Proposal.State
REVIEW_WITHIN = timedelta(days=5)
REASON_LENGTH = 500


@transaction.atomic
def open_(*, by: User, proposal: Proposal, target: int, reason: str = "", now: datetime) -> Proposal:
    """Open a proposal to everybody who may read its group; its rungs are frozen now.

    Args: target: how many supporters it takes to ask the brand.
    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `target`.
    Emits: activity `propose` of each author; notices to its authors.
    """
    said = clean.block(reason, field="reason", most=REASON_LENGTH)
    ranges.require(target, support_rungs.LEAST_TARGET, support_rungs.MOST_TARGET, field="target")
    held = locking.hold(by, proposal, ProposalAction.REVIEW, State.REVIEW)
    held.target = target
    steps.take(
        held, State.OPEN, actor=by, cause="opened", now=now, target=target, opened_at=held.opened_at or now, reason=said
    )
    rising.begin(held, actor=by, cause="began", now=now)
    notifying.opened(held, by=by, now=now)
    return held


@transaction.atomic
def ask_changes(*, by: User, proposal: Proposal, reason: str, now: datetime) -> Proposal:
    """Give it back to its authors with what to change. Locks: it. Raises: as `open_`; Invalid without a reason."""
    return _answer(by, proposal, State.CHANGES, "changes_asked", reason, now)


@transaction.atomic
def reject(*, by: User, proposal: Proposal, reason: str, now: datetime) -> Proposal:
    """Do not take it up, and say why. Locks: it. Raises: as `open_`; Invalid without a reason."""
    return _answer(by, proposal, State.REJECTED, "rejected", reason, now)


@transaction.atomic
def assign(*, by: User, proposal: Proposal, brand: Brand, now: datetime) -> Proposal:
    """Say which brand is asked, as long as none has to answer; one with enough support is due from now on.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment.
    """
    held = locking.hold(by, proposal, ProposalAction.REVIEW, State.REVIEW, State.OPEN, State.THRESHOLD)
    held.brand = brand
    held.save(update_fields=["brand"])
    if held.state == State.THRESHOLD:
        rising.ask_brand(held, actor=by, now=now)
    inbox_lines.changed(held)
    return held


@transaction.atomic
def revive(*, by: User, proposal: Proposal, words: Words, terms: str, now: datetime) -> Proposal:
    """Hand a lapsed proposal in again, once, as a new version; support begins at nothing.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment: not lapsed, or revived before. Invalid.
    """
    accepted = rights.check_latest(terms)
    held = locking.hold(by, proposal, ProposalAction.WRITE, State.LAPSED)
    if held.revived:
        raise locking.WrongMoment(state=held.state)
    access.enter(action=Action.POST, group=held.group, user=by, now=now)
    values = wording.keepable(words)
    if all(getattr(held, name) == value for name, value in values.items()):
        raise errors.Invalid(_("Nothing is different yet."), code="community.proposal_same")
    wording.write(held, values)
    wrong = wording.lacks(wording.texts_of(held))
    if wrong:
        raise errors.Invalid(fields=wrong)
    Authorship.objects.filter(proposal=held, user=by).update(terms=accepted)
    number = held.version + (1 if held.is_frozen else 0)
    changes = {"version": number, "revived": 1, "frozen_at": None, "submitted_at": now, "reason": "", **values}
    steps.take(held, State.REVIEW, actor=by, cause="revived", now=now, data={"version": number}, **changes)
    counters.start_again(held)
    notifying.submitted(held, by=by, now=now)
    return held


def is_overdue(proposal: Proposal, now: datetime) -> bool:
    """Say whether it has waited for review for more than five days, which everybody who reviews is shown."""
    since = proposal.submitted_at
    return proposal.state == State.REVIEW and since is not None and since + REVIEW_WITHIN < now


def _answer(by: User, proposal: Proposal, state: str, cause: str, reason: str, now: datetime) -> Proposal:
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    held = locking.hold(by, proposal, ProposalAction.REVIEW, State.REVIEW)
    steps.take(held, state, actor=by, cause=cause, now=now, data={"reason": said}, reason=said)
    notifying.reviewed(held, by=by, now=now)
    return held
