"""What friends unlock, as the API writes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from lib.api.describing import page_of
from rewards.api.shapes import states
from rewards.api.shapes.rewards import GateSerializer, RewardStepSerializer
from rewards.models import Unlock
from rewards.order_history import words_of
from rewards.selectors import unlocks


class UnlockSerializer(serializers.Serializer):
    """An unlock of mine: `helped` of `needed` friends have helped."""

    id = serializers.CharField(source="unlock.public_id")
    url = serializers.CharField()
    reward = serializers.CharField(source="reward.public_id")
    name = serializers.CharField(source="reward.name")
    state = serializers.ChoiceField(source="unlock.state", choices=states.UNLOCK)
    needed = serializers.IntegerField(source="unlock.needed", help_text="It never moves.")
    helped = serializers.IntegerField(source="unlock.helped")
    left = serializers.IntegerField(source="reward.left", help_text="How many there are of it now.")
    code = serializers.CharField(source="unlock.code", help_text="The link for friends: /help/<code>/.")
    help_url = serializers.CharField()
    opened_at = serializers.DateTimeField(source="unlock.opened_at")
    deadline_at = serializers.DateTimeField(source="unlock.deadline_at")
    claim_by = serializers.DateTimeField(source="unlock.claim_by", allow_null=True)
    redemption = serializers.SerializerMethodField(help_text="What was claimed; null before.")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_redemption(self, mine: unlocks.Mine) -> str | None:
        claimed = mine.unlock.redemption if mine.is_claimed else None
        return claimed.public_id if claimed else None


class AssistSerializer(serializers.Serializer):
    """A friend who helped me."""

    helper = PersonSerializer()
    at = serializers.DateTimeField()


class FullUnlockSerializer(UnlockSerializer):
    """An unlock of mine with who helped and every step."""

    assists = AssistSerializer(many=True)
    steps = serializers.SerializerMethodField()

    @extend_schema_field(RewardStepSerializer(many=True))
    def get_steps(self, mine: unlocks.Mine) -> Any:
        return _steps(mine.unlock)


class HelpSerializer(serializers.Serializer):
    """What a friend sees of an unlock."""

    owner = PersonSerializer(source="unlock.owner")
    reward = serializers.CharField(source="unlock.reward.public_id")
    name = serializers.CharField(source="unlock.reward.name")
    brand = BrandRefSerializer(source="unlock.reward.brand")
    state = serializers.ChoiceField(source="unlock.state", choices=states.UNLOCK)
    needed = serializers.IntegerField(source="unlock.needed")
    helped = serializers.IntegerField(source="unlock.helped")
    left = serializers.IntegerField(source="unlock.reward.left")
    deadline_at = serializers.DateTimeField(source="unlock.deadline_at")
    gate = GateSerializer(allow_null=True, help_text="What keeps me from helping; null when I can.")


class StaffAssistSerializer(serializers.Serializer):
    """A help as staff see it; `reversed_for` is the reason why it was taken out, empty if it holds."""

    id = serializers.IntegerField(source="pk")
    helper = PersonSerializer()
    at = serializers.DateTimeField()
    reversed_for = serializers.SerializerMethodField()

    def get_reversed_for(self, assist: Any) -> str:
        return assist.reversal.reason if hasattr(assist, "reversal") else ""


class StaffUnlockSerializer(serializers.Serializer):
    """An unlock as staff see it."""

    id = serializers.CharField(source="public_id")
    owner = PersonSerializer()
    reward = serializers.CharField(source="reward.public_id")
    brand = BrandRefSerializer(source="reward.brand")
    state = serializers.ChoiceField(choices=states.UNLOCK)
    needed = serializers.IntegerField()
    helped = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    reason = serializers.CharField(help_text="Why it was taken back.")


class FullStaffUnlockSerializer(StaffUnlockSerializer):
    """An unlock with who helped and every step, for staff."""

    assists = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    @extend_schema_field(StaffAssistSerializer(many=True))
    def get_assists(self, unlock: Unlock) -> Any:
        return StaffAssistSerializer(unlocks.assists_of(unlock), many=True).data

    @extend_schema_field(RewardStepSerializer(many=True))
    def get_steps(self, unlock: Unlock) -> Any:
        return _steps(unlock)


class HelpFiguresSerializer(serializers.Serializer):
    """How the help for a reward goes, in plain counts; `helps` are those that hold."""

    begun = serializers.IntegerField()
    helps = serializers.IntegerField()
    open = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Full, and in line for one.")
    kept = serializers.IntegerField(help_text="Unlocked and not claimed yet.")
    claimed = serializers.IntegerField()
    ended = serializers.IntegerField()


def _steps(unlock: Unlock) -> Any:
    told = [{"at": event.at, "words": said} for event in unlocks.steps_of(unlock) if (said := words_of(event))]
    return RewardStepSerializer(told, many=True).data


UnlockPage, StaffUnlockPage = page_of(UnlockSerializer), page_of(StaffUnlockSerializer)
