"""What is held for now."""

from __future__ import annotations

from rest_framework import serializers

from gamify.engine.tiers import WINDOW_DAYS


class GameTierSerializer(serializers.Serializer):
    """A tier there is."""

    key = serializers.CharField()
    name = serializers.CharField()
    enter = serializers.IntegerField(help_text=f"So much growth in the last {WINDOW_DAYS} days brings it.")
    keep = serializers.IntegerField(help_text="So much keeps it.")
    benefits = serializers.ListField(child=serializers.CharField(), source="said", help_text="What comes with it.")


class PublicTierSerializer(serializers.Serializer):
    """What somebody holds, as everybody may know."""

    key = serializers.CharField()
    name = serializers.CharField()


class MyTierSerializer(serializers.Serializer):
    """What I hold for what I gained lately."""

    held = PublicTierSerializer(source="here", allow_null=True, help_text="Null while I hold none.")
    gained = serializers.IntegerField(help_text=f"My growth of the last {WINDOW_DAYS} days, in UTC.")
    since = serializers.DateTimeField(allow_null=True)
    falls_at = serializers.DateTimeField(
        source="held.falls_at", allow_null=True, help_text="When it goes one step down, unless I gain enough by then."
    )
    lasts_until = serializers.DateField(
        allow_null=True,
        help_text="The first day on which what I gained so far would not keep it; null when it does not.",
    )
    tiers = GameTierSerializer(many=True, help_text="All there are, the lowest first.")
