"""Proving that a vote's rules, allowances and result are what its record says; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from community.models import Allowance, Vote, VoteRound
from community.services.rounds import counting, rules


@dataclass(frozen=True)
class Difference:
    """Where something is wrong with a vote: what is stored, and what it should be."""

    vote: str
    what: str
    stored: object
    expected: object

    def __str__(self) -> str:
        return f"vote {self.vote}: {self.what} is {self.stored}, should be {self.expected}"


def check(votes: QuerySet[VoteRound]) -> Iterator[Difference]:
    """Yield every difference of the rounds that were opened. Queries: 5 for each."""
    for vote in votes.exclude(rules_hash="").order_by("pk"):
        yield from _check(vote)


def _check(vote: VoteRound) -> Iterator[Difference]:
    if not rules.are_kept(vote):
        yield Difference(vote.public_id, "what was frozen", vote.rules_hash, "what it says now")
    for row in _wrong_allowances(vote):
        yield Difference(vote.public_id, f"the allowance {row['pk']}", row["spent"], row["cost"])
    if vote.state != VoteRound.State.COUNTED:
        return
    latest, again = vote.results.order_by("-seq").first(), counting.recount(vote)
    if latest is None or latest.inputs_hash != again.inputs_hash:
        yield Difference(vote.public_id, "the hash of the inputs", latest and latest.inputs_hash, again.inputs_hash)
    elif latest.document != counting.document_of(again):
        yield Difference(vote.public_id, "the result", latest.document, counting.document_of(again))


def _wrong_allowances(vote: VoteRound) -> Iterator[dict[str, int]]:
    spending = Vote.objects.filter(round=vote, state__in=(Vote.State.LIVE, Vote.State.COUNTED))
    costs = dict(spending.values_list("user_id").annotate(cost=Coalesce(Sum("cost"), 0)))
    for pk, user, spent, budget in Allowance.objects.filter(round=vote).values_list("pk", "user_id", "spent", "budget"):
        cost = costs.pop(user, 0)
        if spent != cost or spent > budget:
            yield {"pk": pk, "spent": spent, "cost": cost}
    for user, cost in costs.items():
        yield {"pk": -user, "spent": 0, "cost": cost}
