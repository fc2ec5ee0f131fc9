"""Feelings, and those that a text may carry."""

from __future__ import annotations

from rest_framework import serializers

from lib.api.describing import page_of


class FeelingSerializer(serializers.Serializer):
    """One of the twelve feelings; `count` is of this week's posts in open groups."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the member is called so
    intro = serializers.CharField()
    opposite = serializers.CharField(help_text="Where to go when it is too much.")
    is_heavy = serializers.BooleanField()
    count = serializers.IntegerField()


class TextSerializer(serializers.Serializer):
    """What somebody is writing."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False, help_text="20,000 characters at most.")


class SuggestionSerializer(serializers.Serializer):
    """A feeling that the text may carry."""

    emotion = serializers.CharField(source="tag")
    score = serializers.FloatField(help_text="How likely, from 0 to 1.")
    evidence = serializers.ListField(
        child=serializers.CharField(), help_text="One to three stretches of the text that speak for it."
    )


class SuggestionsSerializer(serializers.Serializer):
    """At most three, the likeliest first."""

    model = serializers.CharField(source="model_id", help_text="What made them; blank where nothing was asked.")
    suggestions = SuggestionSerializer(many=True)


FeelingPage = page_of(FeelingSerializer)
