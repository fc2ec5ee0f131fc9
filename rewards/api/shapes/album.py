"""Pictures of albums."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from lib.api.describing import page_of


class PhotoSerializer(serializers.Serializer):
    """A picture; `url` is its page-sized file, `small_url` the one for lists."""

    id = serializers.CharField(source="picture.public_id")
    person = PersonSerializer(source="picture.user")
    words = serializers.CharField(source="picture.words", help_text="What one sees: its alternative text too.")
    url = serializers.CharField()
    small_url = serializers.CharField()
    width = serializers.IntegerField(source="picture.width")
    height = serializers.IntegerField(source="picture.height")
    added_at = serializers.DateTimeField(source="picture.added_at")


class NewPhotoSerializer(serializers.Serializer):
    """A picture with a line; without a file only the line changes."""

    file = serializers.ImageField(required=False)
    words = serializers.CharField(max_length=140)


class HidingSerializer(serializers.Serializer):
    """Why it is hidden."""

    reason = serializers.CharField(max_length=500)


class AlbumReportSerializer(serializers.Serializer):
    """What is wrong with it."""

    note = serializers.CharField(max_length=500)


PhotoPage = page_of(PhotoSerializer)
