"""Notifications as the API writes them."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from lib.api.describing import page_of


class NotificationSerializer(serializers.Serializer):
    """One thing the member is told."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    sentence = serializers.CharField(help_text="In the member's language; plain text.")
    url = serializers.CharField(
        help_text="The page it is about, a path on this site; empty when it leads nowhere any more."
    )
    actor = PersonSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    is_unread = serializers.BooleanField()


class ReadSerializer(serializers.Serializer):
    """How many lines were unread until now."""

    changed = serializers.IntegerField()


class ChoiceSerializer(serializers.Serializer):
    """A kind of notification, and whether the member wants it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the member is called so
    is_on = serializers.BooleanField()


class WantedSerializer(serializers.Serializer):
    """The kinds the member wants; all others are switched off."""

    wanted = serializers.ListField(child=serializers.CharField(), max_length=100)


NotificationPage = page_of(NotificationSerializer, unread=serializers.IntegerField(help_text="Unread in all."))
ChoicePage = page_of(ChoiceSerializer)
