"""Votes, and what people talk about."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer
from community import paths, voting
from community.api.shapes.proposals import InGroupSerializer
from community.models import VoteRound
from community.services.rounds import drafting
from lib.api.describing import page_of
from lib.api.texts import TextsSerializer

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


class _RulesSerializer(serializers.Serializer):
    names = TextsSerializer(source="vote.names")
    about = serializers.CharField(source="vote.about")
    abouts = TextsSerializer(source="vote.abouts")
    per_voter = serializers.IntegerField(source="vote.per_voter")
    seats = serializers.IntegerField(source="vote.seats", allow_null=True)
    budget_minor = serializers.IntegerField(source="vote.budget_minor", allow_null=True)
    currency = serializers.CharField(source="vote.currency")
    completion = serializers.CharField(source="vote.completion")
    is_verified = serializers.BooleanField(
        source="vote.is_verified", help_text="Only members with a confirmed address vote."
    )
    reason = serializers.CharField(source="vote.reason", help_text="Why it was called off.")
    voters = serializers.IntegerField(source="vote.voters", help_text="How many may vote.")
    turnout = serializers.IntegerField(help_text="How many have voted.")
    rules_hash = serializers.CharField(source="vote.rules_hash")
    may_vote = serializers.BooleanField()
    left = serializers.IntegerField()
    candidates = CandidateSerializer(many=True)
    version = serializers.SerializerMethodField(help_text="What a draft says now; a change sends it back. Else empty.")

    def get_version(self, shown: dict[str, Any]) -> str:
        vote: VoteRound = shown["vote"]
        return drafting.version_of(vote) if vote.state == VoteRound.State.DRAFT else ""


class FullVoteSerializer(VoteSerializer, _RulesSerializer):
    """A vote: its rules, what can be voted for, and what I have left."""

    def to_representation(self, instance: dict[str, Any]) -> Any:
        return {**VoteSerializer(instance["vote"]).data, **_RulesSerializer(instance).data}


class EntrySerializer(serializers.Serializer):
    """A proposal to vote about; where there is a budget, with its price."""

    proposal = serializers.CharField(max_length=12, help_text="Its id.")
    cost_minor = serializers.IntegerField(required=False, default=0, min_value=0, max_value=drafting.MOST_MINOR)


class VotePlanSerializer(serializers.Serializer):
    """A vote as somebody wants it; what its method has no use for is left out."""

    names = TextsSerializer(help_text="The question.")
    abouts = TextsSerializer(required=False, default=dict, help_text="What voters should know.")
    method = serializers.ChoiceField(choices=_METHODS)
    entries = serializers.ListField(child=EntrySerializer(), max_length=drafting.MOST_CANDIDATES)
    per_voter = serializers.IntegerField(
        required=False, default=1, min_value=1, help_text="How many each voter may approve, or their points."
    )
    seats = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="How many can win.")
    budget_minor = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="What all winners may cost together."
    )
    currency = serializers.CharField(required=False, default="CNY", help_text="ISO 4217.")
    completion = serializers.CharField(
        required=False, allow_blank=True, default="", help_text=f"One of {', '.join(voting.COMPLETIONS)}."
    )
    is_verified = serializers.BooleanField(required=False, default=False)
    closes_at = serializers.DateTimeField()


class VoteEditSerializer(VotePlanSerializer):
    """A vote as somebody wants it now."""

    version = serializers.CharField(help_text="What the edit started from; 409 if somebody else has saved since.")


class NewVoteSerializer(VotePlanSerializer):
    """A new vote of a group, of a brand, or, without either, of everybody."""

    group = serializers.CharField(required=False, allow_blank=True, default="", help_text="A group's slug.")
    brand = serializers.CharField(required=False, allow_blank=True, default="", help_text="The slug of a brand.")


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


class RecountSerializer(serializers.Serializer):
    """A fresh count; `document` is null where the record adds up to no count at all."""

    is_same = serializers.BooleanField(help_text="As what was published: same inputs, winners and order.")
    inputs_hash = serializers.CharField()
    document = serializers.DictField(allow_null=True)


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
