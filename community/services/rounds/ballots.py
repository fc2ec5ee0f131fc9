"""A voter's whole ballot at once, never more than the locked allowance; and who may watch who votes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import voting
from community.models import Allowance, Authorship, Candidate, Vote, VoteRound
from community.services.rounds import invalidating, locking, notifying
from lib import errors, ranges
from lib.machines import steps

State = Vote.State


class TooMuch(errors.Conflict):
    """The allowance does not bear that; `data` has what is `left` of it and what it would `cost`."""

    code = "community.allowance_spent"
    message = _("That is more than you have left in this vote.")


@transaction.atomic
def fill(*, user: User, vote: VoteRound, weights: Mapping[int, int], now: datetime) -> VoteRound:
    """Vote as `weights` says, all of it or nothing: what is not in it, or 0, is taken back; the same changes nothing.

    Args: weights: votes by the id of the candidate.
    Locks: the voter's allowance. Raises: NotFound; NotAVoter; Struck; TooMuch; WrongMoment: it is not open, or its time
        is over; Invalid beside `weight`. Emits: activity `vote`, once a round, and its undo with the last one taken
        back; the round's topic.
    """
    seen, mine = _begin(user, vote, now)
    spent = mine.spent
    wanted = {pk: weight for pk, weight in weights.items() if weight}
    candidates = Candidate.objects.select_related("round").in_bulk(wanted)
    if any(pk not in candidates or candidates[pk].round_id != seen.pk for pk in wanted):
        raise errors.Invalid(fields={"weight": _("Please choose one of the list.")})
    rows = Vote.objects.filter(round=seen, user=user, state=State.LIVE).select_related("candidate__round")
    before = {row.candidate_id: row for row in rows}
    cost = sum(voting.get(seen.method).cost(weight) for weight in wanted.values())
    if cost > mine.budget:
        raise TooMuch(left=mine.budget, cost=cost)
    for pk in sorted(before.keys() - wanted.keys()):
        _take_back(mine, before[pk], now)
    rises = {pk: wanted[pk] - (before[pk].weight if pk in before else 0) for pk in wanted}
    for pk in sorted(wanted, key=lambda each: (rises[each], each)):  # what falls makes room for what rises
        _give(seen, mine, candidates[pk], wanted[pk], now)
    notifying.voted(seen, user, before=spent, spent=mine.spent, now=now)
    return seen


def check_may_watch(by: User, vote: VoteRound) -> None:
    """Refuse who may not look at a vote's voters: neither a brand's people, who may run it, nor who wrote a candidate.

    Queries: at most 3. Raises: NotAllowed.
    """
    locking.check_may_run(by, vote.group, None)
    if by.pk in authors_of(vote):
        raise errors.NotAllowed(_("It is about something you wrote: others watch it."), code="community.own_vote")


def authors_of(vote: VoteRound) -> frozenset[int]:
    """Return who wrote what one can vote for. Queries: 1."""
    accepted = Authorship.objects.filter(proposal__candidacies__round=vote, state=Authorship.State.ACCEPTED)
    return frozenset(accepted.values_list("user_id", flat=True))


def _begin(user: User, vote: VoteRound, now: datetime) -> tuple[VoteRound, Allowance]:
    """Return the open vote and the voter's locked allowance."""
    seen = VoteRound.objects.visible_to(user).filter(pk=vote.pk).first()
    if seen is None:
        raise errors.NotFound(code="community.round_not_found")
    mine = locking.allowance(seen, user)
    mine.user = user
    if mine.struck_at is not None:
        raise invalidating.Struck
    _check_open(seen, now)
    return seen, mine


def _check_open(vote: VoteRound, now: datetime) -> None:
    """Read the round once more, after the allowance is locked: who counts locks every allowance, so nobody is late."""
    state, closes_at = VoteRound.objects.values_list("state", "closes_at").get(pk=vote.pk)
    if state != VoteRound.State.OPEN or closes_at is None or closes_at <= now:
        raise locking.WrongMoment(state=state)


def _give(vote: VoteRound, mine: Allowance, candidate: Candidate, weight: int, now: datetime) -> None:
    method = voting.get(vote.method)
    ranges.require(weight, 1, method.most_weight or vote.per_voter, field="weight")
    row = Vote.objects.filter(round=vote, user=mine.user, candidate=candidate).first()
    before = row.cost if row is not None and row.state == State.LIVE else 0
    if row is not None and before and row.weight == weight:
        return
    cost = method.cost(weight)
    _spend(mine, cost - before)
    said = {"weight": weight, "cost": cost}
    if row is None:
        row = Vote.objects.create(state=State.LIVE, round=vote, user=mine.user, candidate=candidate, at=now, **said)
        steps.born(row, actor=mine.user, cause="cast", now=now, **said)
    else:
        cause = "changed" if before else "cast"
        steps.take(row, State.LIVE, actor=mine.user, cause=cause, now=now, data=said, **said, at=now)


def _take_back(mine: Allowance, row: Vote, now: datetime) -> None:
    _spend(mine, -row.cost)
    steps.take(row, State.WITHDRAWN, actor=mine.user, cause="withdrawn", now=now)


def _spend(mine: Allowance, more: int) -> None:
    """Take `more` from the allowance: guarded, and by the database as well."""
    fits = Allowance.objects.filter(pk=mine.pk, spent__lte=F("budget") - more)
    if not fits.update(spent=F("spent") + more):
        raise TooMuch(left=mine.budget - mine.spent, cost=more)
    mine.spent += more
