"""Votes, and what people talk about."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer
from community import paths, voting
from community.api.shapes.proposals import InGroupSerializer
from community.models import VoteRound
from lib.api.describing import page_of

_METHODS = [each.key for each in voting.every()]


class VoteSerializer(serializers.Serializer):
    """A vote in a list."""

    id = serializers.CharField(source="public_id")
    url = serializers.SerializerMethodField()
    name = serializers.CharField()
    state = serializers.CharField(help_text=f"One of {', '.join(VoteRound.State.values)}.")
    method = serializers.ChoiceField(choices=_METHODS)
    group = InGroupSerializer(allow_null=True)
    brand = BrandRefSerializer(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)

    def get_url(self, vote: VoteRound) -> str:
        return paths.of_round(vote)


class CandidateSerializer(serializers.Serializer):
    """What one can vote for, and my own votes."""

    proposal = serializers.CharField(source="candidate.proposal.public_id")
    title = serializers.CharField(help_text="Empty when it is not public any more.")
    cost_minor = serializers.IntegerField(source="candidate.cost_minor")
    my_votes = serializers.IntegerField(source="mine")


class FullVoteSerializer(serializers.Serializer):
    """A vote: its rules, what can be voted for, and what I have left."""

    vote = VoteSerializer()
    about = serializers.CharField(source="vote.about")
    per_voter = serializers.IntegerField(source="vote.per_voter")
    seats = serializers.IntegerField(source="vote.seats", allow_null=True)
    budget_minor = serializers.IntegerField(source="vote.budget_minor", allow_null=True)
    currency = serializers.CharField(source="vote.currency")
    completion = serializers.CharField(source="vote.completion")
    voters = serializers.IntegerField(source="vote.voters", help_text="How many may vote.")
    turnout = serializers.IntegerField(help_text="How many have voted.")
    rules_hash = serializers.CharField(source="vote.rules_hash")
    may_vote = serializers.BooleanField()
    left = serializers.IntegerField()
    candidates = CandidateSerializer(many=True)


class BallotSerializer(serializers.Serializer):
    """A whole ballot: votes by the id of the proposal; what is not in it is taken back."""

    votes = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=1000))


class RecordSerializer(serializers.Serializer):
    """Everything anybody needs to count a vote again; `inputs` and `result` are null before it is decided."""

    round = serializers.CharField()
    state = serializers.CharField(help_text=f"One of {', '.join(VoteRound.State.values)}.")
    rules = serializers.DictField()
    rules_hash = serializers.CharField()
    inputs = serializers.DictField(allow_null=True)
    inputs_hash = serializers.CharField()
    result = serializers.DictField(allow_null=True)


class SubjectSerializer(serializers.Serializer):
    """A word that at least three people used in the last two weeks, in counts of people."""

    text = serializers.CharField()
    url = serializers.CharField()
    people = serializers.IntegerField()
    before = serializers.IntegerField(help_text="In the two weeks before.")
    asking = serializers.IntegerField()
    unhappy = serializers.IntegerField()
    proposals = serializers.IntegerField(help_text="Open proposals that name it.")


class PromptsSerializer(serializers.Serializer):
    """What rises, and what is missed and not proposed yet."""

    rising = SubjectSerializer(many=True)
    missed = SubjectSerializer(many=True)


VotePage = page_of(VoteSerializer)


def full(standing: Any, ballot: Any) -> dict[str, Any]:
    """Return a vote as it is shown to one reader."""
    return {
        "vote": standing.vote,
        "turnout": standing.turnout,
        "may_vote": ballot.allowance is not None,
        "left": ballot.left,
        "candidates": ballot.entries,
    }
