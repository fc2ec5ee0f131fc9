"""The credit statement: shares with evidence, time to object, then frozen for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import crediting, proposal_policies
from community.machines import IN_MAKING
from community.models import CreditObjection, CreditShare, CreditStatement, Proposal
from community.proposal_policies import ProposalAction
from community.selectors import proposal_roles
from community.services.making import notifying, owed
from community.services.proposals import locking
from lib import clean, documents, errors, jobs, versions
from lib.machines import steps

State = CreditStatement.State
Role = CreditShare.Role
OBJECT_WITHIN = timedelta(days=7)
EVIDENCE_LENGTH, LINK_LENGTH, WORDS_LENGTH = 500, 200, 500
MOST_SHARES = 100
NOTHING = "nothing"  # the version of what nobody has written


@dataclass(frozen=True)
class Share:
    """What somebody is to be credited with."""

    user: User
    role: str
    basis_points: int
    evidence: str
    link: str = ""


class AlreadySaid(errors.Conflict):
    """One objection at a time."""

    code = "community.credit_objected"
    message = _("What you said before waits for its answer. You can say more once it has one.")


@transaction.atomic
def write(*, by: User, proposal: Proposal, shares: Sequence[Share], seen: str = "", now: datetime) -> CreditStatement:
    """Write the shares of an accepted proposal as an author; they need not sum to the whole yet.

    Args: seen: the `version_of` what the author had before them; "" writes over whatever is there.
    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment: not in the making, or not a draft. Invalid;
        versions.ChangedMeanwhile.
    """
    rows = [_checked(share) for share in shares]
    if len({(row.user_id, row.role) for row in rows}) != len(rows) or len(rows) > MOST_SHARES:
        raise errors.Invalid(fields={"shares": _("Each person can be there once for each role, a hundred in all.")})
    held = locking.hold(by, proposal, ProposalAction.CREDIT, *IN_MAKING)
    statement = CreditStatement.objects.filter(proposal=held).first()
    if statement is None or statement.state == State.DRAFT:
        versions.check(seen, version_of(statement.shares.all() if statement else None))
    if statement is None:
        statement = CreditStatement.objects.create(state=State.DRAFT, proposal=held, created_at=now)
        steps.born(statement, actor=by, cause="begun", now=now)
    if statement.state != State.DRAFT:
        raise locking.WrongMoment(state=statement.state)
    statement.shares.all().delete()
    for row in rows:
        row.statement = statement
    CreditShare.objects.bulk_create(rows)
    return statement


def version_of(shares: Iterable[CreditShare] | None) -> str:
    """Return a short name for what the shares say, None as long as nobody wrote any."""
    if shares is None:
        return NOTHING
    columns = ("user_id", "role", "basis_points", "evidence", "link")
    return versions.name_of(sorted([getattr(share, name) for name in columns] for share in shares))


@transaction.atomic
def show(*, by: User, statement: CreditStatement, now: datetime) -> CreditStatement:
    """Open the shares to objections for a week. Every contributor must have a share, and all sum to the whole.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Invalid: what is wrong with the shares.
    """
    held = locking.hold(by, statement.proposal, ProposalAction.CREDIT, *IN_MAKING)
    row = lock(statement.pk, held)
    if row.state != State.DRAFT:
        raise locking.WrongMoment(state=row.state)
    _check_whole(held, row)
    steps.take(
        row,
        State.OBJECTING,
        actor=by,
        cause="shown",
        now=now,
        data=_document(row),
        objections_until=now + OBJECT_WITHIN,
    )
    notifying.credit_shown(held, row, now=now)
    return row


@transaction.atomic
def object_to(*, by: User, statement: CreditStatement, words: str, now: datetime) -> CreditObjection:
    """Say what is wrong with the shares as somebody who had a part in it, or is named. Locks: the proposal.

    Raises: NotFound, NotAllowed; WrongMoment: not the time for it. AlreadySaid: other words wait. Invalid.
    """
    said = clean.block(words, field="words", most=WORDS_LENGTH, least=3)
    held = locking.proposal(statement.proposal_id)
    row = lock(statement.pk, held)
    if not row.shares.filter(user=by).exists():
        proposal_roles.require(user=by, proposal=held, action=ProposalAction.OBJECT)
    if row.state != State.OBJECTING or row.objections_until is None or row.objections_until <= now:
        raise locking.WrongMoment(state=row.state)
    known = row.objections.filter(user=by, answered_at=None).first()
    if known is not None:
        if known.words != said:
            raise AlreadySaid
        return known
    made = CreditObjection.objects.create(statement=row, user=by, words=said, made_at=now)
    notifying.credit_objected(held, made, now=now)
    return made


@transaction.atomic
def answer(*, by: User, objection: CreditObjection, words: str, now: datetime) -> CreditObjection:
    """Answer an objection, as an author or as whoever reviews; twice changes nothing. Locks: the proposal.

    Raises: NotFound, NotAllowed: it is one's own. WrongMoment: frozen. Invalid.
    """
    said = clean.block(words, field="words", most=WORDS_LENGTH, least=3)
    held = locking.proposal(objection.statement.proposal_id)
    _require_author_or_judge(by, held)
    row = CreditObjection.objects.select_for_update(of=("self",)).select_related("user").get(pk=objection.pk)
    if row.user_id == by.pk:
        raise errors.NotAllowed(_("Somebody else answers what you object to."), code="community.own_objection")
    if row.answered_at is None:
        row.answer, row.answered_by, row.answered_at = said, by, now
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        notifying.credit_answered(held, row, by=by, now=now)
    return row


@transaction.atomic
def rewrite(*, by: User, statement: CreditStatement, now: datetime) -> CreditStatement:
    """Take the shares back to write them anew; the week begins again when they are shown. Locks: the proposal.

    Raises: NotFound, NotAllowed, WrongMoment.
    """
    held = locking.proposal(statement.proposal_id)
    _require_author_or_judge(by, held)
    row = lock(statement.pk, held)
    if row.state != State.OBJECTING:
        raise locking.WrongMoment(state=row.state)
    steps.take(row, State.DRAFT, actor=by, cause="taken_back", now=now, objections_until=None)
    notifying.changed(held)
    return row


def freeze_due(*, now: datetime) -> int:
    """Freeze the statements whose week is over and whose objections are all answered; return how many."""
    over = CreditStatement.objects.filter(state=State.OBJECTING, objections_until__lte=now)
    quiet = over.exclude(objections__answered_at=None, objections__isnull=False).order_by("pk")
    return jobs.sweep(quiet, _freeze, now)


def _freeze(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(CreditStatement.objects.values_list("proposal_id", flat=True).get(pk=pk))
        row = lock(pk, held)
        over = row.objections_until is not None and row.objections_until <= now
        if row.state != State.OBJECTING or not over or row.objections.filter(answered_at=None).exists():
            return 0
        document = _document(row)
        digest = documents.digest(document)
        kept: dict[str, Any] = {"document": document, "hash": digest, "frozen_at": now}
        steps.take(row, State.FROZEN, cause="frozen", now=now, data={"hash": digest}, **kept)
        notifying.credit_frozen(held, row, now=now)
    return 1


def _document(row: CreditStatement) -> dict[str, object]:
    shares = row.shares.select_related("user").order_by("user__public_id", "role")
    return {
        "proposal": row.proposal.public_id,
        "shares": [[share.user.public_id, share.role, share.basis_points, share.evidence] for share in shares],
    }


def _check_whole(held: Proposal, row: CreditStatement) -> None:
    shares = list(row.shares.values_list("user_id", "basis_points"))
    total = sum(points for _, points in shares)
    if total != crediting.WHOLE:
        said = _("The shares sum to %(total)s basis points; it must be 10,000.") % {"total": total}
        raise errors.Invalid(fields={"shares": said})
    if set(owed.contributors(held)) - {user for user, points in shares if points}:
        raise errors.Invalid(fields={"shares": _("Somebody who had a part in it has no share yet.")})


def _checked(share: Share) -> CreditShare:
    if share.role not in Role.values:
        raise errors.Invalid(fields={"shares": _("Please choose one of the list.")})
    if not 1 <= share.basis_points <= crediting.WHOLE:
        raise errors.Invalid(fields={"shares": _("A share is between 1 and 10,000 basis points.")})
    link = clean.line(share.link, field="link", most=LINK_LENGTH)
    if link and not (link.startswith("/") and url_has_allowed_host_and_scheme(link, None)):  # "/\\" leads elsewhere
        raise errors.Invalid(fields={"link": _("Please link to a page of this site.")})
    return CreditShare(
        user=share.user,
        role=share.role,
        basis_points=share.basis_points,
        evidence=clean.block(share.evidence, field="evidence", most=EVIDENCE_LENGTH, least=3),
        link=link,
    )


def _require_author_or_judge(by: User, held: Proposal) -> None:
    roles = proposal_roles.roles_of(user=by, proposal=held)
    if not (proposal_policies.may(ProposalAction.CREDIT, roles) or proposal_policies.may(ProposalAction.REVIEW, roles)):
        proposal_roles.require(user=by, proposal=held, action=ProposalAction.CREDIT)


def lock(pk: int, held: Proposal) -> CreditStatement:
    """Return the statement, locked. Caller holds its proposal."""
    row = CreditStatement.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    row.proposal = held
    return row
