"""Automod and the raid switch."""

from __future__ import annotations

from rest_framework import serializers

from community.api.shapes import groups
from community.models import AutomodRule
from community.services.automod import wishes
from lib.api.describing import page_of

_CAUSES = [key for key, _label in wishes.CAUSES]


class AutomodRuleSerializer(serializers.Serializer):
    """One thing that automod looks for, and what it does then."""

    id = serializers.IntegerField(source="pk")
    cause = serializers.ChoiceField(choices=_CAUSES)
    act = serializers.ChoiceField(choices=AutomodRule.Act.values)
    rule = groups.RuleSerializer(help_text="The group's rule that it stands for.")
    lines = serializers.ListField(child=serializers.CharField())
    most = serializers.IntegerField()
    days = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Send it along when you change it.")


class AutomodWishSerializer(serializers.Serializer):
    """A rule as it should be."""

    cause = serializers.CharField(help_text="What to look for: " + ", ".join(f"`{key}`" for key in _CAUSES) + ".")
    act = serializers.CharField(help_text="`report`, `hold` or `refuse`.")
    rule = serializers.IntegerField(min_value=1, max_value=999, help_text="The number of the group's rule.")
    lines = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=[],
        max_length=200,
        help_text="Phrases (`words`) or domains (`links`; none for any link).",
    )
    most = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="How many are still fine: mentions, first texts of a newcomer, the same text within a day.",
    )
    days = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="For how many days somebody is a newcomer."
    )


class AutomodChangeSerializer(AutomodWishSerializer):
    """A rule as it should be from now on; its cause stays."""

    version = serializers.IntegerField(help_text="The rule's `version` when you read it.")


class AutomodMetSerializer(serializers.Serializer):
    """A text that a rule would have met."""

    url = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField()


class AutomodTrialSerializer(serializers.Serializer):
    """What a rule would have met of the latest texts, and the newest of them."""

    read = serializers.IntegerField()
    met = serializers.IntegerField()
    shown = AutomodMetSerializer(many=True)


class RaidHoursSerializer(serializers.Serializer):
    """For how long."""

    hours = serializers.IntegerField(help_text="1, 6, 24 or 72.")


class RaidSerializer(serializers.Serializer):
    """The switch, which is on."""

    until = serializers.DateTimeField()


AutomodRulePage = page_of(AutomodRuleSerializer)
