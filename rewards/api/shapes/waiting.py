"""Waiting parties and the seats that are kept for them."""

from __future__ import annotations

from rest_framework import serializers

from rewards.api.shapes import states
from rewards.api.shapes.campaigns import CampaignRefSerializer
from rewards.api.shapes.teams import TeamCardSerializer


class PartySerializer(serializers.Serializer):
    """How many of us there are: all get a seat, or none."""

    party_size = serializers.IntegerField(min_value=1, max_value=32_767)


class WaitingSerializer(serializers.Serializer):
    """My party on the list."""

    party_size = serializers.IntegerField(source="entry.party_size")
    state = serializers.ChoiceField(source="entry.state", choices=states.WAIT)
    ahead = serializers.IntegerField(help_text="Parties that were there before.")
    skipped_because = serializers.CharField(
        source="entry.skipped_because",
        help_text="`too_few`: less came free than my party needs, so a smaller one got it.",
    )
    offer = serializers.CharField(source="offer.token", default=None, allow_null=True, help_text="Seats kept for us.")
    since = serializers.DateTimeField(source="entry.created_at")


class OfferSerializer(serializers.Serializer):
    """Seats that are kept for a while for whoever has the token."""

    token = serializers.CharField(source="offer.token")
    url = serializers.CharField()
    campaign = CampaignRefSerializer()
    team = TeamCardSerializer(allow_null=True, help_text="Where they are; without one, open a team with this offer.")
    state = serializers.ChoiceField(source="offer.state", choices=states.OFFER)
    is_open = serializers.BooleanField()
    is_leader = serializers.BooleanField(help_text="Whether I lead the party that waited.")
    seats = serializers.IntegerField(source="offer.seats")
    left = serializers.IntegerField()
    until = serializers.DateTimeField(source="offer.until")
