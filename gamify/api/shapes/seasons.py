"""Seasons."""

from __future__ import annotations

from rest_framework import serializers


class SeasonWeekSerializer(serializers.Serializer):
    """A week of a season, as I settled it."""

    week = serializers.CharField(source="key", help_text="An ISO week in UTC, such as `2026-W47`.")
    starts_at = serializers.DateTimeField()
    division = serializers.IntegerField(allow_null=True, help_text="1 is the lowest; null where I had no score.")
    position = serializers.IntegerField(source="rank", allow_null=True)
    points = serializers.IntegerField(help_text="What place and division brought.")
    counts = serializers.BooleanField(help_text="It is among my ten best.")


class SeasonSerializer(serializers.Serializer):
    """A quarter of league weeks, and my way through them."""

    season = serializers.CharField(source="season.key", help_text="Such as `2026-Q4`.")
    name = serializers.CharField(source="season.name")
    starts_at = serializers.DateTimeField(source="season.starts_at")
    ends_at = serializers.DateTimeField(source="season.ends_at")
    is_settled = serializers.BooleanField(source="season.is_settled", help_text="Nothing changes any more.")
    position = serializers.IntegerField(help_text="My place; 0 without one.")
    points = serializers.IntegerField(source="path.points", help_text="The sum of my ten best weeks.")
    played = serializers.IntegerField(source="path.played", help_text="How many weeks I took part in.")
    weeks = SeasonWeekSerializer(source="path.weeks", many=True, help_text="All of them, in their order.")
