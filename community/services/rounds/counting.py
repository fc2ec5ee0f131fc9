"""Closing a round, counting it from the record, publishing everything one needs to count it again; calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from community import voting
from community.models import Allowance, RoundResult, Vote, VoteRound
from community.services.rounds import locking, notifying, rules
from community.voting import Ballot, Project, Result
from lib import clean, jobs
from lib.machines import steps

State = VoteRound.State
FORMAT = 1
BATCH = 2_000
REASON_LENGTH = 500


def close_due(*, now: datetime) -> int:
    """Close the rounds whose time is over; return how many."""
    over = VoteRound.objects.filter(state=State.OPEN, closes_at__lte=now).order_by("closes_at", "pk")
    return jobs.sweep(over, _close, now)


def count_due(*, now: datetime) -> int:
    """Count the rounds that are closed; return how many."""
    closed = VoteRound.objects.filter(state=State.CLOSED).order_by("pk")
    return jobs.sweep(closed, _count, now)


@transaction.atomic
def call_off(*, by: User, vote: VoteRound, reason: str, now: datetime) -> VoteRound:
    """End a round without a result, saying why. Locks: the round. Raises: as `locking.hold`; Invalid."""
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=3)
    held = locking.hold(by, vote, State.DRAFT, State.OPEN, State.CLOSED)
    was_public = bool(held.rules_hash)
    steps.take(held, State.VOID, actor=by, cause="called_off", now=now, data={"reason": said}, reason=said)
    if was_public:
        notifying.called_off(held, now=now)
    return held


def recount(vote: VoteRound) -> Result:
    """Count a round that is closed or decided from the record. Queries: 3."""
    offered, ballots = projects_of(vote), ballots_of(vote)
    return voting.count(voting.get(vote.method), ballots=ballots, projects=offered, terms=rules.terms_of(vote))


def projects_of(vote: VoteRound) -> list[Project]:
    """Return what could be voted for, from what was frozen. Queries: none."""
    return [Project(key, cost) for key, cost in (vote.rules or {})["candidates"]]


def ballots_of(vote: VoteRound) -> list[Ballot]:
    """Return the ballots that count, under names that chance gave them: nobody can tell whose they are. Queries: 2."""
    names = dict(Allowance.objects.filter(round=vote, spent__gt=0).values_list("user_id", "ballot"))
    rows = Vote.objects.filter(round=vote, state__in=(Vote.State.LIVE, Vote.State.COUNTED))
    said: dict[str, dict[str, int]] = {}
    for user, proposal, weight in rows.values_list("user_id", "candidate__proposal__public_id", "weight"):
        if user in names:
            said.setdefault(names[user], {})[proposal] = weight
    return [Ballot(voter, votes) for voter, votes in sorted(said.items())]


def document_of(result: Result) -> dict[str, Any]:
    """Return a result as it is kept, in plain JSON."""
    return {
        "format": FORMAT,
        "winners": list(result.winners),
        "spent": result.spent,
        "voters": result.voters,
        "order": [
            {
                "proposal": pick.project,
                "won": pick.is_winner,
                "votes": pick.votes,
                "voters": pick.voters,
                "why": pick.why,
                "share": pick.share,
            }
            for pick in result.order
        ],
    }


def inputs_of(vote: VoteRound) -> dict[str, Any]:
    """Return everything that the count was made of, for anybody to count again. Queries: 2."""
    method = voting.get(vote.method)
    offered = sorted(projects_of(vote), key=lambda project: project.key)
    return voting.inputs_of(method, ballots_of(vote), offered, rules.terms_of(vote))


def inputs_hash(vote: VoteRound) -> str:
    """Return the SHA-256 of `inputs_of`. Queries: 2."""
    offered = sorted(projects_of(vote), key=lambda project: project.key)
    return voting.digest(voting.get(vote.method), ballots_of(vote), offered, rules.terms_of(vote))


def _close(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.vote_round(pk)
        if held.state != State.OPEN or held.closes_at is None or held.closes_at > now:
            return 0
        steps.take(held, State.CLOSED, cause="time_over", now=now)
        notifying.changed(held)
    return 1


def _count(pk: int, now: datetime) -> int:
    """Count before any lock is taken, which may last a minute; keep it only if nothing has changed meanwhile."""
    closed = VoteRound.objects.filter(pk=pk, state=State.CLOSED).first()
    if closed is None:
        return 0
    result = recount(closed)
    with transaction.atomic():
        held = locking.vote_round(pk)
        if held.state != State.CLOSED:
            return 0
        list(Allowance.objects.select_for_update(no_key=True).filter(round=held).order_by("pk").values_list("pk"))
        if inputs_hash(held) != result.inputs_hash:
            return 0
        RoundResult.objects.create(
            round=held, seq=1, document=document_of(result), inputs_hash=result.inputs_hash, counted_at=now
        )
        _lock_votes(held, now)
        steps.take(held, State.COUNTED, cause="counted", now=now, data={"inputs": result.inputs_hash})
        notifying.decided(held, now=now)
    return 1


def _lock_votes(held: VoteRound, now: datetime) -> None:
    """Every live vote is counted, for good."""
    live: Sequence[Vote] = list(Vote.objects.filter(round=held, state=Vote.State.LIVE).order_by("pk"))
    for start in range(0, len(live), BATCH):
        steps.take_many(live[start : start + BATCH], Vote.State.COUNTED, cause="counted", now=now)
