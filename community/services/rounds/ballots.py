"""A voter's whole ballot at once, and who may watch who votes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import voting
from community.models import Authorship, Candidate, Vote, VoteRound
from community.services.rounds import casting, locking, notifying
from lib import errors

State = Vote.State


@transaction.atomic
def fill(*, user: User, vote: VoteRound, weights: Mapping[int, int], now: datetime) -> VoteRound:
    """Vote as `weights` says, all of it or nothing: what is not in it, or 0, is taken back; the same changes nothing.

    Args: weights: votes by the id of the candidate.
    Locks: the voter's allowance. Raises: as `casting.cast`.
    """
    seen, mine = casting.begin(user, vote, now)
    spent = mine.spent
    wanted = {pk: weight for pk, weight in weights.items() if weight}
    candidates = Candidate.objects.select_related("round").in_bulk(wanted)
    if any(pk not in candidates or candidates[pk].round_id != seen.pk for pk in wanted):
        raise errors.Invalid(fields={"weight": _("Please choose one of the list.")})
    rows = Vote.objects.filter(round=seen, user=user, state=State.LIVE).select_related("candidate__round")
    before = {row.candidate_id: row for row in rows}
    cost = sum(voting.get(seen.method).cost(weight) for weight in wanted.values())
    if cost > mine.budget:
        raise casting.TooMuch(left=mine.budget, cost=cost)
    for pk in sorted(before.keys() - wanted.keys()):
        casting.take_back(mine, before[pk], now)
    rises = {pk: wanted[pk] - (before[pk].weight if pk in before else 0) for pk in wanted}
    for pk in sorted(wanted, key=lambda each: (rises[each], each)):  # what falls makes room for what rises
        casting.put(seen, mine, candidates[pk], wanted[pk], now)
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
