"""Leagues."""

from __future__ import annotations

from rest_framework import serializers

from gamify.api.shapes.game import StandingSerializer


class LeagueLineSerializer(StandingSerializer):
    """A line of a cohort."""

    zone = serializers.CharField(help_text="Where it leads: `up`, `stay` or `down`.")


class LeagueSerializer(serializers.Serializer):
    """A week among at most twenty neighbours."""

    week = serializers.CharField(help_text="An ISO week in UTC, such as `2026-W47`.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    division = serializers.IntegerField(help_text="1 is the lowest.")
    name = serializers.CharField(help_text="What the division is called.")
    is_settled = serializers.BooleanField(help_text="Nothing changes any more; some minutes after the end of the week.")
    position = serializers.IntegerField(help_text="Mine; 0 without a score in it.")
    lines = LeagueLineSerializer(many=True, source="rows", help_text="All of them, best first.")
