"""The rungs of an open proposal: climbed by support, missed by time; at the top the brand owes an answer by a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from community import support_rungs
from community.models import BrandAnswer, Proposal
from community.services.proposals import counters, locking, notifying
from lib import jobs
from lib.machines import steps

State = Proposal.State
ANSWER_WITHIN = timedelta(days=30)


def begin(held: Proposal, *, actor: User, cause: str, now: datetime) -> None:
    """Put a locked, open proposal before its first rung. Inside a transaction."""
    rungs = support_rungs.build(held.target, opened_at=now)
    kept = support_rungs.document(rungs)
    ahead: dict[str, Any] = {"rungs": kept, "rung": 0, "next_need": rungs[0].need, "next_by": rungs[0].by}
    steps.take(held, State.OPEN, actor=actor, cause=cause, now=now, data={"rungs": kept}, **ahead)


def climb(held: Proposal, *, now: datetime) -> None:
    """Take the rungs that the supporters of a locked proposal are enough for; at the target the brand is asked."""
    if held.state != State.OPEN:
        return
    rungs = support_rungs.read(held.rungs)
    rung = support_rungs.climbed(held.rungs, held.supporters)
    if rung == len(rungs):
        if not was_sent_back(held):
            _reach(held, now)
    elif rung > held.rung:
        before = held.rung
        ahead: dict[str, Any] = {"rung": rung, "next_need": rungs[rung].need, "next_by": rungs[rung].by}
        steps.take(held, State.OPEN, cause="rung", now=now, data={"rung": rung, "need": rungs[rung - 1].need}, **ahead)
        notifying.climbed(held, before, now=now)


def is_late(held: Proposal, now: datetime) -> bool:
    """Say whether the time of the next rung is over and it was missed: then nobody joins, swept or not."""
    return held.state == State.OPEN and held.next_by is not None and held.next_by <= now


def ask_brand(held: Proposal, *, actor: User | None, now: datetime) -> None:
    """Start the time of the brand that a proposal with enough support is for. Inside a transaction."""
    due_at = now + ANSWER_WITHIN
    data = {"brand": held.brand.slug if held.brand else "", "due_at": due_at.isoformat()}
    steps.take(held, State.DUE, actor=actor, cause="asked", now=now, data=data, due_at=due_at, overdue_told_at=None)
    notifying.due(held, now=now)


def lapse_due(*, now: datetime) -> int:
    """Let the proposals lapse that missed a rung; their supports come back. Return how many."""
    late = Proposal.objects.filter(state=State.OPEN, next_by__lte=now).order_by("next_by", "pk")
    return jobs.sweep(late, _lapse, now)


def tell_overdue(*, now: datetime) -> int:
    """Tell, once each, that a brand has not answered in time; return of how many."""
    late = Proposal.objects.filter(state=State.DUE, due_at__lte=now, overdue_told_at=None, removed_at=None)
    return jobs.sweep(late.order_by("pk"), _tell, now)


def _reach(held: Proposal, now: datetime) -> None:
    data = {"supporters": held.supporters}
    before = held.rung
    top: dict[str, Any] = {"rung": len(held.rungs), "next_by": None, "reached_at": now}
    steps.take(held, State.THRESHOLD, cause="supported", now=now, data=data, **top)
    notifying.reached(held, before, now=now)
    if held.brand is not None:
        ask_brand(held, actor=None, now=now)


def _lapse(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(pk)
        if not is_late(held, now):
            return 0
        data = {"supporters": held.supporters, "needed": held.next_need}
        steps.take(held, State.LAPSED, cause="rung_missed", now=now, data=data, next_by=None)
        counters.give_back(held)
        notifying.lapsed(held, now=now)
    return 1


def _tell(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(pk)
        if held.state != State.DUE or held.overdue_told_at or held.due_at is None or held.due_at > now:
            return 0
        steps.take(held, State.DUE, cause="overdue", now=now, overdue_told_at=now)
        notifying.overdue(held, now=now)
    return 1


def was_sent_back(held: Proposal) -> bool:
    """Say whether the brand has answered this very version, so that only a new one can gather support. Queries: 1."""
    answered = BrandAnswer.objects.filter(proposal=held, version=held.version, state=BrandAnswer.State.REVEALED)
    return answered.exists()
