"""Words and money as every part of the API writes them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers


class TextsSerializer(serializers.Serializer[Any]):
    """A text in each language it was written in."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {code: serializers.CharField(required=False, allow_blank=True) for code, _name in settings.LANGUAGES}


class MoneySerializer(serializers.Serializer[Any]):
    """An amount: count with `minor`, show `text`."""

    minor = serializers.IntegerField(help_text="Whole minor units of the currency: cents, fen, yen.")
    currency = serializers.CharField(help_text="ISO 4217.")
    text = serializers.CharField(source="__str__", help_text="As the reader's language writes it.")
