"""A member's link and who came by it, as the API writes them."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from lib.api.describing import page_of
from rewards.api.shapes import states


class ReferralSerializer(serializers.Serializer):
    """A friend who came by my link."""

    newcomer = PersonSerializer()
    state = serializers.ChoiceField(choices=states.REFERRAL)
    joined_at = serializers.DateTimeField()
    matures_at = serializers.DateTimeField(help_text="When it is looked at whether they stayed, at the earliest.")


ReferralPage = page_of(
    ReferralSerializer,
    url=serializers.CharField(help_text="My link."),
    stayed=serializers.IntegerField(help_text="How many of all have stayed."),
)
