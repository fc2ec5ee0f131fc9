"""Quests and their steps."""

from __future__ import annotations

from rest_framework import serializers

from gamify.api.shapes import states
from lib.api.describing import page_of


class QuestStepSerializer(serializers.Serializer):
    """A step of a quest; it counts what is done from when it opens."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(choices=states.QUEST_STEP, help_text="One at most is `now`.")
    value = serializers.IntegerField(source="shown")
    goal = serializers.IntegerField()
    growth = serializers.IntegerField(help_text="Points it gives.")
    spark = serializers.IntegerField()
    done_at = serializers.DateTimeField(allow_null=True)


class QuestSerializer(serializers.Serializer):
    """A quest and how far the member is."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(choices=states.QUEST)
    waits_for = serializers.ListField(child=serializers.CharField(), help_text="Keys of quests to be finished before.")
    value = serializers.IntegerField(help_text="How many steps are done.")
    goal = serializers.IntegerField()
    growth = serializers.IntegerField(help_text="Points it gives at its end.")
    spark = serializers.IntegerField()
    badge = serializers.CharField(help_text="The badge it gives at its end, else empty.")
    finished_at = serializers.DateTimeField(allow_null=True)
    steps = QuestStepSerializer(many=True)


QuestPage = page_of(QuestSerializer)
