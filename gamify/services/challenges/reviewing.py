"""Answering submissions: accept, or refuse with a reason and one new try. Nobody who takes part; silence accepts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from gamify.models import Challenge, Mark, Submission
from gamify.policies import Action
from gamify.services.challenges import folding, locking, notifying
from lib import jobs
from lib.machines import steps

State = Submission.State
RETRY_FOR = timedelta(hours=48)
ATTEMPTS = 2


@transaction.atomic
def accept(*, by: User, submission: Submission, now: datetime) -> Submission:
    """Let the proof count; twice changes nothing. Locks: the challenge.

    Raises: NotFound, NotAllowed; locking.TakesPart; WrongMoment: the challenge is frozen, or it was refused.
    """
    held, row = _lock(by, submission)
    if row.state != State.ACCEPTED:
        _check_waits(held, row)
        _accept(held, row, by, now)
    return row


@transaction.atomic
def refuse(*, by: User, submission: Submission, reason: str, now: datetime) -> Submission:
    """Say why it does not count; after the first time one may try once more, for two days at least.

    Locks, raises: as `accept`; Invalid without a reason.
    """
    said = locking.check_reason(reason)
    held, row = _lock(by, submission)
    _check_waits(held, row)
    until = max(held.ends_at or now, now + RETRY_FOR) if row.attempt < ATTEMPTS else None
    changes = {"reason": said, "reviewed_by": by, "reviewed_at": now, "retry_until": until}
    steps.take(row, State.REFUSED, actor=by, cause="refused", now=now, data={"reason": said}, **changes)
    notifying.answered(row, now)
    notifying.touch(held, row.entrant.user)
    return row


def accept_due(*, now: datetime) -> int:
    """Accept what nobody answered in time; return how many. A job, safe to run twice."""
    due = Submission.objects.filter(state=State.WAITING, due_at__lte=now).order_by("pk")
    return jobs.sweep(due, _accept_silently, now)


@transaction.atomic
def _accept_silently(pk: int, now: datetime) -> int:
    known = Submission.objects.select_related("entrant").get(pk=pk)
    held = locking.challenge(known.entrant.challenge_id)
    row = _row(pk)
    if row.state != State.WAITING or held.state not in _OPEN or held.frozen_at:
        return 0
    _accept(held, row, None, now)
    return 1


_OPEN = (Challenge.State.RUNNING, Challenge.State.CLOSING)


def _accept(held: Challenge, row: Submission, by: User | None, now: datetime) -> None:
    cause = "accepted" if by else "unanswered"
    steps.take(row, State.ACCEPTED, actor=by, cause=cause, now=now, reviewed_by=by, reviewed_at=now, reason="")
    Mark.objects.create(
        challenge=held,
        task_id=row.task_id,
        entrant=row.entrant,
        units=1,
        submission=row,
        day=row.entrant.user.calendar.day(row.submitted_at),
        happened_at=row.submitted_at,
        received_at=now,
    )
    folding.refold(held, {row.entrant_id})
    notifying.answered(row, now)
    notifying.touch(held, row.entrant.user)


def _lock(by: User, known: Submission) -> tuple[Challenge, Submission]:
    held = locking.challenge_for(by, known.entrant.challenge, Action.JUDGE)
    row = _row(known.pk)
    locking.check_apart(held, by)
    return held, row


def _row(pk: int) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("entrant__user", "entrant__challenge__brand").get(pk=pk)


def _check_waits(held: Challenge, row: Submission) -> None:
    locking.check_state(held, *_OPEN)
    if held.frozen_at or row.state != State.WAITING:
        raise locking.WrongMoment(state=row.state)
