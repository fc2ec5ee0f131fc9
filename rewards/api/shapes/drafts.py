"""What is asked of a program that changes a draft."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from rewards.services import drafts

CHANGED = "409 when somebody has saved since `version`: `data` holds the version it is now."


class EditSerializer(serializers.Serializer):
    """On top of what I have read."""

    version = serializers.CharField(help_text="What the edit started from; 409 if somebody else has saved since.")


class VersionField(serializers.CharField):
    """What the draft says now, in short: an edit sends it back."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, **({"source": "*"} | more))

    def to_representation(self, value: Any) -> str:
        return drafts.version_of(value)
