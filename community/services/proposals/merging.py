"""Making one of two proposals that are the same, and undoing it: nobody counts twice, and nobody is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.machines import TAKES_SUPPORT
from community.models import Case, Proposal, Support
from community.models.support import LIVE
from community.proposal_policies import ProposalAction
from community.selectors import proposal_roles
from community.services.proposals import counters, locking, notifying, rising, supporting, versions
from lib import clean, errors
from lib.machines import steps

State = Support.State
UNDO_WITHIN = timedelta(days=7)
REASON_LENGTH = 500


@transaction.atomic
def merge(*, by: User, proposal: Proposal, into: Proposal, reason: str, now: datetime) -> Proposal:
    """Merge a proposal into another open one: each of its supporters supports that one now, once. Returns the first.

    Who supports both stays where they are; who wrote the other, or answers it, is not counted there. Its authors are
    owed a share of the other's credit.
    Locks: both proposals. Raises: NotFound, NotAllowed: `by` may not judge both. WrongMoment; Invalid.
    """
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    source, target = _both(by, proposal, into)
    locking.check_state(source, Proposal.State.OPEN)
    locking.check_state(target, Proposal.State.OPEN)
    versions.freeze(target, now=now)
    _move(source, target, now)
    data = {"into": target.public_id, "reason": said}
    changes = {"merged_into": target, "merged_at": now, "reason": said}
    steps.take(source, Proposal.State.MERGED, actor=by, cause="merged", now=now, data=data, **changes)
    counters.set_again(source)
    counters.set_again(target)
    notifying.merged(source, target, by=by, now=now)
    rising.climb(target, now=now)
    return source


@transaction.atomic
def unmerge(*, by: User, proposal: Proposal, reason: str, now: datetime) -> Proposal:
    """Undo a merger within seven days: who came with it goes back, unless they took their support back meanwhile.

    Locks: both proposals. Raises: NotFound, NotAllowed; WrongMoment: not merged, too late, or the other has closed.
    """
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    if proposal.merged_into is None:
        raise locking.WrongMoment(state=proposal.state)
    source, target = _both(by, proposal, proposal.merged_into)
    locking.check_state(source, Proposal.State.MERGED)
    locking.check_state(target, *TAKES_SUPPORT)
    if source.merged_into_id != target.pk or source.merged_at is None or source.merged_at + UNDO_WITHIN < now:
        raise locking.WrongMoment(state=source.state)
    _move_back(source, target, now)
    time = {"next_by": max(source.next_by, now + UNDO_WITHIN)} if source.next_by else {}
    changes = {"merged_into": None, "merged_at": None, "reason": "", **time}
    steps.take(source, Proposal.State.OPEN, actor=by, cause="unmerged", now=now, data={"reason": said}, **changes)
    counters.set_again(source)
    counters.set_again(target)
    notifying.unmerged(source, target, by=by, now=now)
    return source


def _both(by: User, one: Proposal, other: Proposal) -> tuple[Proposal, Proposal]:
    if one.pk == other.pk:
        raise errors.Invalid(fields={"into": _("Choose another proposal.")})
    held = locking.proposals(one.pk, other.pk)
    for each in held.values():
        proposal_roles.require(user=by, proposal=each, action=ProposalAction.REVIEW)
    return held[one.pk], held[other.pk]


def _move(source: Proposal, target: Proposal, now: datetime) -> None:
    """Give every live supporter of `source` a row in `target`, unless they have a live one there."""
    coming = list(Support.objects.filter(proposal=source, state__in=LIVE).order_by("user_id"))
    there = {row.user_id: row for row in _rows(target, coming)}
    barred = supporting.ineligible(target)
    fresh, again = [], []
    for row in coming:
        known = there.get(row.user_id)
        if row.user_id in barred or (known is not None and known.state in (*LIVE, State.STRUCK)):
            continue
        if known is None:
            fresh.append(_arrival(row, target, now))
        else:
            known.before, known.state, known.came_from = known.state, row.state, source
            known.version, known.changed_at = target.version, now
            again.append(known)
    Support.objects.bulk_create(fresh, batch_size=5_000)
    _save(again)
    leaving = Support.objects.filter(proposal=source, state__in=LIVE)
    leaving.update(before=F("state"), state=State.MOVED, changed_at=now)


def _arrival(row: Support, target: Proposal, now: datetime) -> Support:
    return Support(
        proposal=target,
        user_id=row.user_id,
        state=row.state,
        version=target.version,
        came_from_id=row.proposal_id,
        since=row.since,
        changed_at=now,
    )


def _move_back(source: Proposal, target: Proposal, now: datetime) -> None:
    moved = list(Support.objects.filter(proposal=source, state=State.MOVED).order_by("user_id"))
    there = {row.user_id: row for row in _rows(target, moved)}
    elsewhere = _others(source, target, moved)
    judged = set(Case.objects.filter(support__proposal=target).values_list("support_id", flat=True))
    gone, kept = [], []
    for row in moved:
        known = there.get(row.user_id)
        row.struck_from = row.before if known is not None and _was_struck(source, known) else ""
        if row.struck_from:
            Case.objects.filter(support=known, state=Case.State.REMOVED).update(support=row)
        row.state, row.before, row.changed_at = _state_again(source, row, known), "", now
        if known is None or known.came_from_id != source.pk:
            continue
        if row.user_id in elsewhere:
            known.came_from_id = elsewhere[row.user_id]
            kept.append(known)
        elif not known.before and known.pk in judged:
            known.state, known.struck_from, known.came_from = State.WITHDRAWN, "", None
            kept.append(known)
        elif not known.before:
            gone.append(known.pk)
        else:
            known.state = known.before if known.state in (*LIVE, State.STRUCK) else known.state
            known.came_from, known.before, known.struck_from, known.changed_at = None, "", "", now
            kept.append(known)
    _save(moved)
    _save(kept)
    Support.objects.filter(pk__in=gone).delete()


def _was_struck(source: Proposal, known: Support) -> bool:
    """Say whether what came with the merger was found not to be valid: then it is not valid where it goes back to."""
    return known.state == State.STRUCK and known.came_from_id == source.pk


def _state_again(source: Proposal, row: Support, known: Support | None) -> str:
    """Return the state of somebody who goes back: what they took back or was struck meanwhile stays so."""
    if known is None:
        return row.before
    if known.state == State.STRUCK:
        return State.STRUCK if _was_struck(source, known) else row.before
    if known.state not in LIVE:
        return State.WITHDRAWN
    return known.state if row.before == State.PROVISIONAL and known.state == State.COUNTED else row.before


def _others(source: Proposal, target: Proposal, moved: list[Support]) -> dict[int, int]:
    """Return who came to `target` with yet another proposal as well, and with which."""
    rows = Support.objects.filter(
        proposal__merged_into=target,
        proposal__state=Proposal.State.MERGED,
        state=State.MOVED,
        user__in=[row.user_id for row in moved],
    ).exclude(proposal=source)
    return dict(rows.order_by("-proposal_id").values_list("user_id", "proposal_id"))


def _rows(proposal: Proposal, of: list[Support]) -> list[Support]:
    users = {row.user_id for row in of}
    return [row for row in Support.objects.filter(proposal=proposal) if row.user_id in users]


def _save(rows: list[Support]) -> None:
    fields = ["state", "before", "struck_from", "came_from", "version", "changed_at"]
    Support.objects.bulk_update(rows, fields, batch_size=100)
