"""Drafts, and what is talked about."""

from __future__ import annotations

from rest_framework import serializers

from lib.api.describing import page_of


class DraftSerializer(serializers.Serializer):
    """A draft in the list."""

    intent = serializers.CharField(help_text="`new`, `new:<group>`, `reply:<post>` or `edit:<post>`.")
    title = serializers.CharField()
    beginning = serializers.CharField()
    where = serializers.CharField(help_text="The group or post it is for.")
    path = serializers.CharField(help_text="The page on which it is continued.")
    updated_at = serializers.DateTimeField()


class PayloadSerializer(serializers.Serializer):
    """What was typed so far; all of it is optional."""

    title = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    body = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    type = serializers.CharField(required=False, allow_blank=True)
    group = serializers.CharField(required=False, allow_blank=True)
    brand = serializers.CharField(required=False, allow_blank=True)
    edition = serializers.CharField(required=False, allow_blank=True)
    parent = serializers.CharField(required=False, allow_blank=True, help_text="The comment that a reply answers.")  # type: ignore[assignment]  # the member is called so
    emotions = serializers.ListField(child=serializers.CharField(), required=False, max_length=24)
    pictures = serializers.ListField(child=serializers.CharField(), required=False, max_length=24)
    alts = serializers.ListField(child=serializers.CharField(allow_blank=True), required=False, max_length=24)
    version = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="Another one each time it is kept. Sent along, it is the one you go on from, blank for none; "
        "without it nothing is checked.",
    )


class TrendSerializer(serializers.Serializer):
    """A hashtag that several people used lately."""

    text = serializers.CharField()
    url = serializers.CharField()
    posts = serializers.IntegerField()
    authors = serializers.IntegerField()


DraftPage = page_of(DraftSerializer)
TrendPage = page_of(TrendSerializer)
