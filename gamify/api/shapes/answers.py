"""The explained answer to one activity."""

from __future__ import annotations

from rest_framework import serializers


class EffectSerializer(serializers.Serializer):
    """Points given or, below 0, taken back, and by what."""

    source = serializers.CharField(help_text="A definition at a version: `rule/share-moment@1`.")  # type: ignore[assignment]  # the member is called so
    name = serializers.CharField()
    currency = serializers.CharField()
    amount = serializers.IntegerField()


class StepSerializer(serializers.Serializer):
    """A task, a badge, a quest or a step of a quest that moved."""

    source = serializers.CharField()  # type: ignore[assignment]  # the member is called so
    key = serializers.CharField()
    name = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    goal = serializers.IntegerField()
    change = serializers.CharField(help_text="Empty, `completed`, `reopened` or `restored`.")
    is_completed = serializers.BooleanField()


class RefusalSerializer(serializers.Serializer):
    """What did not count: why, and when it may again."""

    source = serializers.CharField()  # type: ignore[assignment]  # the member is called so
    name = serializers.CharField()
    reason = serializers.CharField(help_text="For programs.")
    sentence = serializers.CharField(help_text="For people.")
    opens_at = serializers.DateTimeField(allow_null=True)


class LevelChangeSerializer(serializers.Serializer):
    """A level reached or lost."""

    before = serializers.IntegerField()
    after = serializers.IntegerField()
    name = serializers.CharField()
    is_up = serializers.BooleanField()


class RankChangeSerializer(serializers.Serializer):
    """How the member moved on a board; null is off the board."""

    board = serializers.IntegerField(source="period_id")
    scope = serializers.CharField()
    cycle = serializers.CharField()
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)


class AnswerSerializer(serializers.Serializer):
    """Everything one activity meant."""

    activity = serializers.IntegerField(source="activity_id")
    is_waiting = serializers.BooleanField(help_text="Not worked on yet; then the rest is empty.")
    growth = serializers.IntegerField()
    spark = serializers.IntegerField()
    effects = EffectSerializer(many=True)
    tasks = StepSerializer(many=True)
    badges = StepSerializer(many=True)
    quests = StepSerializer(many=True, help_text="Counted in steps.")
    quest_steps = StepSerializer(many=True, help_text="The key is `<quest>/<step>`.")
    refusals = RefusalSerializer(many=True)
    level = LevelChangeSerializer(allow_null=True)
    ranks = RankChangeSerializer(many=True)
