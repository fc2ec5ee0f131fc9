"""Changes that others propose: taken in with credit, or not and perhaps a proposal of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import rights
from community.machines import PUBLIC_PROPOSAL
from community.models import Amendment, Authorship, Proposal
from community.models.proposal import TEXTS
from community.policies import Action
from community.proposal_policies import ProposalAction
from community.services import access
from community.services.proposals import drafting, inbox_lines, locking, notifying, versions, wording
from community.services.proposals.wording import Words
from lib import clean, errors
from lib.machines import steps

State = Amendment.State
REASON_LENGTH = 500
MOST_OPEN = 5


class Outdated(errors.Conflict):
    """A text that the amendment changes has itself changed since."""

    code = "community.amendment_outdated"
    message = _("The proposal has changed in the same place since. Look at both, and ask for a new amendment.")


@transaction.atomic
def propose(
    *, author: User, proposal: Proposal, texts: Mapping[str, str], reason: str, terms: str, now: datetime
) -> Amendment:
    """Propose other texts for some of an open proposal's, accepting the terms on rights.

    Args: texts: by name, such as `{"sketch": "…"}`; those that are the same are left out.
    Locks: the author's place in the group, the proposal.
    Raises: by policy of the group; NotAllowed for its own authors; WrongMoment; Invalid; RateLimited: five wait.
    """
    accepted = rights.check_latest(terms)
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    access.enter(action=Action.COMMENT, group=proposal.group, user=author, now=now)
    held = locking.proposal(proposal.pk)
    locking.check_state(held, Proposal.State.OPEN)
    if Authorship.objects.filter(proposal=held, user=author, state=Authorship.State.ACCEPTED).exists():
        raise errors.NotAllowed(_("You can change it yourself."), code="community.own_proposal")
    changed = _changed(held, texts)
    mine = Amendment.objects.filter(proposal=held, author=author, state=State.PROPOSED)
    if mine.count() >= MOST_OPEN:
        raise errors.RateLimited(_("Five of yours wait for an answer here."), retry_seconds=86_400)
    made = Amendment.objects.create(
        state=State.DRAFT,
        proposal=held,
        author=author,
        texts=changed,
        reason=said,
        base=held.version,
        terms=accepted,
        created_at=now,
    )
    steps.born(made, actor=author, cause="drafted", now=now)
    steps.take(made, State.PROPOSED, actor=author, cause="proposed", now=now)
    notifying.amendment_proposed(held, made, now=now)
    return made


@transaction.atomic
def accept(*, by: User, amendment: Amendment, answer: str, is_material: bool, now: datetime) -> Amendment:
    """Take an amendment in: a new version, and its author is owed credit.

    Locks: the proposal, the amendment. Raises: NotFound, NotAllowed, WrongMoment; Outdated; Invalid.
    Emits: activity `amend` of its author.
    """
    held, row = _hold(by, amendment)
    locking.check_state(held, Proposal.State.OPEN)
    if _is_outdated(held, row):
        raise Outdated(base=row.base, version=held.version)
    said = clean.block(answer, field="answer", most=REASON_LENGTH)
    versions.freeze(held, now=now)  # its version is the amender's: it must be told from the one before
    texts = wording.texts_of(held) | row.texts
    versions.write(
        held, words=Words(**texts), changes=row.reason, is_material=is_material, by=by, cause="amended", now=now
    )
    steps.take(row, State.ACCEPTED, actor=by, cause="accepted", now=now, answer=said, version=held.version)
    notifying.amendment_answered(held, row, by=by, now=now)
    return row


@transaction.atomic
def reject(*, by: User, amendment: Amendment, answer: str, now: datetime) -> Amendment:
    """Do not take it in, and say why. Locks: as `accept`. Raises: NotFound, NotAllowed, WrongMoment; Invalid."""
    said = clean.block(answer, field="answer", most=REASON_LENGTH, least=3)
    held, row = _hold(by, amendment)
    steps.take(row, State.REJECTED, actor=by, cause="rejected", now=now, answer=said)
    notifying.amendment_answered(held, row, by=by, now=now)
    return row


@transaction.atomic
def withdraw(*, by: User, amendment: Amendment, now: datetime) -> Amendment:
    """Take one's own amendment back before it is answered. Raises: NotFound; WrongMoment."""
    row = _own(by, amendment)
    if row.state != State.PROPOSED:
        raise locking.WrongMoment(state=row.state)
    steps.take(row, State.WITHDRAWN, actor=by, cause="withdrawn", now=now)
    inbox_lines.changed(row.proposal)
    return row


@transaction.atomic
def promote(*, by: User, amendment: Amendment, now: datetime) -> Proposal:
    """Make a rejected amendment the draft of a proposal of its author's own, on top of the version it was made for.

    Locks: the author, their place in the group, the amendment. Raises: NotFound, WrongMoment; as `drafting.draft`.
    """
    locking.member(by)
    access.enter(action=Action.POST, group=amendment.proposal.group, user=by, now=now)
    row = _own(by, amendment)
    if row.state != State.REJECTED:
        raise locking.WrongMoment(state=row.state)
    held = row.proposal
    texts = {name: row.texts.get(name, "") for name in TEXTS} | {"title": row.texts.get("title", held.title)}
    made = drafting.begin(author=by, group=held.group, words=Words(**texts), brand=held.brand, now=now)
    steps.take(row, State.PROMOTED, actor=by, cause="promoted", now=now, promoted=made)
    return made


def _changed(held: Proposal, texts: Mapping[str, str]) -> dict[str, Any]:
    if not set(texts) <= set(TEXTS):
        raise errors.NotFound(code="community.proposal_not_found")
    values = wording.keepable(Words(**texts))
    changed = {name: values[name] for name in texts if values[name] != getattr(held, name)}
    if not changed:
        raise errors.Invalid(_("Nothing is different yet."), code="community.proposal_same")
    wrong = wording.lacks(changed)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return changed


def _hold(by: User, amendment: Amendment) -> tuple[Proposal, Amendment]:
    held = locking.hold(by, amendment.proposal, ProposalAction.WRITE, *PUBLIC_PROPOSAL)
    row = Amendment.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=amendment.pk)
    row.proposal = held
    if row.state != State.PROPOSED:
        raise locking.WrongMoment(state=row.state)
    return held, row


def _own(by: User, amendment: Amendment) -> Amendment:
    if amendment.author_id != by.pk:
        raise errors.NotFound(code="community.amendment_not_found")
    held = locking.proposal(amendment.proposal_id)
    row = Amendment.objects.select_for_update(of=("self",), no_key=True).get(pk=amendment.pk)
    row.proposal = held
    return row


def _is_outdated(held: Proposal, row: Amendment) -> bool:
    """Say whether one of its texts was changed after the version it was made for."""
    if held.version == row.base:
        return False
    base = held.versions.filter(number=row.base).first()
    return base is None or any(base.texts[name] != getattr(held, name) for name in row.texts)
