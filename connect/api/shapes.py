"""Endpoints and messages as the API writes and reads them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from connect.models import Delivery, Endpoint
from connect.services.webhooks import destinations
from lib.api.describing import page_of


class NewsKindSerializer(serializers.Serializer[Any]):
    """Something that an endpoint may hear of."""

    name = serializers.CharField(help_text="As `type` of a message has it: `team.succeeded`.")
    words = serializers.CharField()


class WebhookTermsSerializer(serializers.Serializer[Any]):
    """Where news goes, and which."""

    url = serializers.CharField(max_length=destinations.LONGEST)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), allow_empty=True, max_length=50)


class WebhookSerializer(serializers.Serializer[Any]):
    """An address that news goes to."""

    id = serializers.CharField(source="public_id")
    url = serializers.CharField()
    kinds = serializers.SerializerMethodField()
    is_on = serializers.BooleanField()
    off_reason = serializers.ChoiceField(choices=["", *Endpoint.Off.values], help_text="Why it is off; empty while on.")
    failing_since = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_kinds(self, row: Endpoint) -> list[str]:
        return sorted(one.kind for one in row.subscriptions.all())


class WebhookWithSecretSerializer(WebhookSerializer):
    """The same with its secret, this once."""

    secret = serializers.CharField(help_text="`whsec_…`: keep it now, it is not shown again.")


class WebhookStateSerializer(serializers.Serializer[Any]):
    """On or off."""

    is_on = serializers.BooleanField()


class WebhookMessageSerializer(serializers.Serializer[Any]):
    """A message, and how its latest try ended."""

    id = serializers.CharField(source="public_id")
    message_id = serializers.CharField(help_text="As the header `webhook-id` has it.")
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=Delivery.State.values)
    attempts = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    tried_at = serializers.DateTimeField(allow_null=True)
    status = serializers.IntegerField(help_text="Of HTTP; 0 for none.")
    problem = serializers.ChoiceField(choices=["", *Delivery.Problem.values])
    seconds = serializers.FloatField()
    body = serializers.CharField(help_text="As it was signed; empty once it is older than 30 days.")
    answer = serializers.CharField(help_text="The beginning of what the receiver said.")
    created_at = serializers.DateTimeField()


WebhookPage = page_of(WebhookSerializer)
NewsKindPage = page_of(NewsKindSerializer)
WebhookMessagePage = page_of(WebhookMessageSerializer)
