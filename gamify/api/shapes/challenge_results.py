"""How a challenge came out, and what its winners say."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer


class StorySerializer(serializers.Serializer):
    """What a winner says; no words take it back."""

    words = serializers.CharField(required=False, allow_blank=True, default="")
    file = serializers.ImageField(required=False)
    alt = serializers.CharField(required=False, allow_blank=True, default="")


class WinnerSerializer(serializers.Serializer):
    """Somebody who won a line."""

    line = serializers.IntegerField(source="line.position")
    words = serializers.CharField(help_text="What they got.")
    place = serializers.IntegerField()
    person = PersonSerializer(source="entrant.user")
    reason = serializers.CharField(help_text="Why a jury chose them.")
    story = serializers.CharField()


class ChallengeResultSerializer(serializers.Serializer):
    """What a frozen result is made of: hash `inputs` as JSON with sorted keys and no spaces."""

    inputs = serializers.DictField()
    inputs_hash = serializers.CharField()
    rules_hash = serializers.CharField()
    result = serializers.DictField()
    result_inputs_hash = serializers.CharField()
    winners = WinnerSerializer(many=True)
