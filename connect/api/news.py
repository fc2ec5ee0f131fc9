"""The messages themselves, for the description of the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from connect.services.webhooks import outbox
from lib import webhook_events
from lib.webhook_events import Kind

_FIELDS: dict[type, type[serializers.Field[Any, Any, Any, Any]]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    bool: serializers.BooleanField,
    dict: serializers.DictField,
}
_SIGNED = (
    "Signed as Standard Webhooks 1.0 says, in the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`; "
    "docs/webhooks.md shows how to check it."
)
_AT = "2026-11-22T09:00:00Z"


def _shape(kind: Kind) -> type[serializers.Serializer[Any]]:
    name = "".join(part.capitalize() for part in kind.name.split("."))
    fields = {key: _FIELDS[type(value)]() for key, value in kind.example.items()}
    data = type(f"{name}DataSerializer", (serializers.Serializer,), fields)
    parts: dict[str, Any] = {
        "type": serializers.CharField(),
        "timestamp": serializers.DateTimeField(help_text="When it happened."),
        "data": data(),
    }
    return type(f"{name}NewsSerializer", (serializers.Serializer,), parts)


def _described(kind: Kind) -> OpenApiWebhook:
    value = {"type": kind.name, "timestamp": _AT, "data": dict(kind.example)}
    decorator = extend_schema(
        operation_id=f"news_{kind.name.replace('.', '_')}",
        tags=["News"],
        summary=str(kind.words),
        description=f"{kind.words}. {_SIGNED}",
        request={"application/json": _shape(kind)},
        responses={
            "2XX": OpenApiResponse(description="Taken. Anything else, and we try again, ten times in 76 hours.")
        },
        examples=[OpenApiExample("A message", value=value)],
    )
    return OpenApiWebhook(kind.name, decorator)


TEST = Kind(outbox.TEST, "A test", dict, {"endpoint": "1b5rx8c3ndhq"})
WEBHOOKS = [_described(kind) for kind in (TEST, *webhook_events.every())]
