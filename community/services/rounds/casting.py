"""Casting votes: each voter's allowance is locked, and never overspent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import voting
from community.models import Allowance, Candidate, Vote, VoteRound
from community.services.rounds import invalidating, locking, notifying
from lib import errors, ranges
from lib.machines import steps

State = Vote.State


class TooMuch(errors.Conflict):
    """The allowance does not bear that; `data` has `left` and what it would `cost`."""

    code = "community.allowance_spent"
    message = _("That is more than you have left in this vote.")


@transaction.atomic
def cast(*, user: User, candidate: Candidate, weight: int, now: datetime) -> Vote:
    """Give `weight` votes to a candidate, instead of what one gave before; the same again changes nothing.

    Locks: the voter's allowance. Raises: NotFound; NotAVoter; WrongMoment: it is not open, or its time is over;
    TooMuch;
        Invalid beside `weight`. Emits: activity `vote`, once a round; the round's topic.
    """
    vote, mine = begin(user, candidate.round, now)
    before = mine.spent
    row = put(vote, mine, candidate, weight, now)
    notifying.voted(vote, user, before=before, spent=mine.spent, now=now)
    return row


@transaction.atomic
def withdraw(*, user: User, candidate: Candidate, now: datetime) -> Vote:
    """Take one's votes for a candidate back while the round is open; twice changes nothing.

    Locks: as `cast`. Raises: NotFound: there is none. NotAVoter, WrongMoment. Emits: undo of `vote` with the last one.
    """
    vote, mine = begin(user, candidate.round, now)
    row = Vote.objects.filter(round=vote, user=user, candidate=candidate).first()
    if row is None:
        raise errors.NotFound(code="community.vote_not_found")
    if row.state == State.LIVE:
        before = mine.spent
        take_back(mine, row, now)
        notifying.voted(vote, user, before=before, spent=mine.spent, now=now)
    return row


def begin(user: User, vote: VoteRound, now: datetime) -> tuple[VoteRound, Allowance]:
    """Return the open vote and the voter's locked allowance. Inside a transaction. Raises: as `cast`."""
    seen = see(vote, user)
    mine = locking.allowance(seen, user)
    mine.user = user
    if mine.struck_at is not None:
        raise invalidating.Struck
    _check_open(seen, now)
    return seen, mine


def put(vote: VoteRound, mine: Allowance, candidate: Candidate, weight: int, now: datetime) -> Vote:
    """Give votes to a candidate. Caller holds the allowance. Raises: TooMuch; Invalid; NotAllowed."""
    method = voting.get(vote.method)
    most = method.most_weight or vote.per_voter
    ranges.require(weight, 1, most, field="weight")
    row = Vote.objects.filter(round=vote, user=mine.user, candidate=candidate).first()
    before = row.cost if row is not None and row.state == State.LIVE else 0
    if row is not None and before and row.weight == weight:
        return row
    cost = method.cost(weight)
    _spend(mine, cost - before)
    return _put(vote, mine.user, candidate, row, weight, cost, now)


def take_back(mine: Allowance, row: Vote, now: datetime) -> None:
    """Take live votes back. Caller holds the allowance."""
    _spend(mine, -row.cost)
    steps.take(row, State.WITHDRAWN, actor=mine.user, cause="withdrawn", now=now)


def see(vote: VoteRound, user: User) -> VoteRound:
    """Return the round if `user` may see it. Queries: 1. Raises: NotFound."""
    seen = VoteRound.objects.visible_to(user).filter(pk=vote.pk).first()
    if seen is None:
        raise errors.NotFound(code="community.round_not_found")
    return seen


def _check_open(vote: VoteRound, now: datetime) -> None:
    """Read the round once more, after the allowance is locked: who counts locks every allowance, so nobody is late."""
    state, closes_at = VoteRound.objects.values_list("state", "closes_at").get(pk=vote.pk)
    if state != VoteRound.State.OPEN or closes_at is None or closes_at <= now:
        raise locking.WrongMoment(state=state)


def _spend(mine: Allowance, more: int) -> None:
    """Take `more` from the allowance: guarded, and by the database as well. Raises: TooMuch."""
    fits = Allowance.objects.filter(pk=mine.pk, spent__lte=F("budget") - more)
    if not fits.update(spent=F("spent") + more):
        raise TooMuch(left=mine.budget - mine.spent, cost=more)
    mine.spent += more


def _put(
    vote: VoteRound, user: User, candidate: Candidate, row: Vote | None, weight: int, cost: int, now: datetime
) -> Vote:
    if row is None:
        row = Vote.objects.create(
            state=State.LIVE, round=vote, user=user, candidate=candidate, weight=weight, cost=cost, at=now
        )
        steps.born(row, actor=user, cause="cast", now=now, weight=weight, cost=cost)
    else:
        cause = "changed" if row.state == State.LIVE else "cast"
        said = {"weight": weight, "cost": cost}
        steps.take(row, State.LIVE, actor=user, cause=cause, now=now, data=said, **said, at=now)
    return row
