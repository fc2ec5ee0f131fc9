"""Challenges as the API reads and writes them for those who run and review them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from gamify import prizes
from gamify.api.shapes import states
from gamify.api.shapes.challenges import BurnSerializer, ProofSerializer
from gamify.models import Challenge
from gamify.selectors.challenges import Burn
from gamify.services.challenges import terms as limits
from lib.api.describing import page_of
from lib.api.texts import TextsSerializer


@dataclass(frozen=True)
class Written:
    """A challenge as those see it who run it; `lacks` says what keeps a draft from being announced."""

    challenge: Challenge
    burn: Burn
    needed: int
    version: str
    lacks: dict[str, Any]


class TaskTermsSerializer(serializers.Serializer):
    """One thing to do; see docs/challenges.md for what counts."""

    names = TextsSerializer()
    hints = TextsSerializer(required=False)
    kind = serializers.ChoiceField(choices=states.CHALLENGE_TASK, required=False)
    verb = serializers.ChoiceField(choices=["", *limits.VERBS], required=False)
    when = serializers.DictField(required=False)
    condition = serializers.CharField(required=False, allow_blank=True)
    metric = serializers.CharField(required=False)
    asks = serializers.ListField(child=serializers.ChoiceField(choices=limits.ASKS), required=False, max_length=3)
    goal = serializers.IntegerField(required=False)
    points = serializers.IntegerField(required=False)
    most = serializers.IntegerField(required=False)
    daily_most = serializers.IntegerField(required=False)


class LineTermsSerializer(serializers.Serializer):
    """Something to win: `kind` and `spec`, such as `{"amount": 30}`, for each of `places`, by `rule`."""

    rule = serializers.ChoiceField(choices=states.PRIZE_RULE)
    places = serializers.IntegerField()
    kind = serializers.CharField(required=False, max_length=10)
    spec = serializers.DictField(required=False)

    def validate_kind(self, kind: str) -> str:
        if prizes.find(kind) is None:
            raise serializers.ValidationError(f"one of {', '.join(each.key for each in prizes.every())}")
        return kind


class ChallengeTermsSerializer(serializers.Serializer):
    """A challenge as its brand wants it; what is left out gets its default, and nothing but a name is needed yet."""

    names = TextsSerializer()
    taglines = TextsSerializer(required=False)
    stories = TextsSerializer(required=False)
    terms = TextsSerializer(required=False)
    places = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=limits.MOST_PLACES_ASKED
    )
    tasks = TaskTermsSerializer(many=True, required=False)
    lines = LineTermsSerializer(many=True, required=False)
    team_size = serializers.IntegerField(required=False)
    member_cap = serializers.IntegerField(required=False)
    review_days = serializers.IntegerField(required=False)
    holdout_bp = serializers.IntegerField(required=False, help_text="Who does not see it, in basis points.")
    starts_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Empty: when it is approved.")
    ends_at = serializers.DateTimeField(required=False, allow_null=True)


class ChallengeEditSerializer(ChallengeTermsSerializer):
    """The same, on top of what I have read; a field that is left out gets its default."""

    version = serializers.CharField(help_text="What the edit started from; 409 if somebody else has saved since.")


class OwnChallengeSerializer(serializers.Serializer):
    """A challenge as its brand sees it."""

    id = serializers.CharField(source="challenge.public_id")
    version = serializers.CharField()
    brand = BrandRefSerializer(source="challenge.brand", allow_null=True)
    state = serializers.ChoiceField(source="challenge.state", choices=states.CHALLENGE)
    names = TextsSerializer(source="challenge.names")
    taglines = TextsSerializer(source="challenge.taglines")
    stories = TextsSerializer(source="challenge.stories")
    terms = TextsSerializer(source="challenge.terms")
    places = serializers.ListField(source="challenge.places", child=serializers.CharField())
    tasks = TaskTermsSerializer(source="challenge.tasks.all", many=True)
    lines = LineTermsSerializer(source="challenge.lines.all", many=True)
    team_size = serializers.IntegerField(source="challenge.team_size")
    member_cap = serializers.IntegerField(source="challenge.member_cap")
    review_days = serializers.IntegerField(source="challenge.review_days")
    holdout_bp = serializers.IntegerField(source="challenge.holdout_bp")
    starts_at = serializers.DateTimeField(source="challenge.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="challenge.ends_at", allow_null=True)
    reason = serializers.CharField(source="challenge.reason")
    rules_hash = serializers.CharField(source="challenge.rules_hash")
    needed = serializers.IntegerField(help_text="What all prizes together can take from the purse.")
    budget = BurnSerializer(source="burn")
    entrants = serializers.IntegerField(source="challenge.entrants_count")
    finishers = serializers.IntegerField(source="challenge.finishers_count")
    lacks = serializers.DictField(child=serializers.CharField(), help_text="What keeps a draft from review, by field.")


class HandedInSerializer(ProofSerializer):
    """A submission as those read it who answer it."""

    person = PersonSerializer(source="entrant.user")


class AnswerProofSerializer(serializers.Serializer):
    """Yes, or no with a reason that the member reads."""

    accept = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class DecideChallengeSerializer(serializers.Serializer):
    """Yes, which freezes the rules and sets the budget aside, or no with its reason."""

    approve = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class CancelChallengeSerializer(serializers.Serializer):
    """Why; everybody who takes part reads it."""

    reason = serializers.CharField()


HandedInPage = page_of(HandedInSerializer)
