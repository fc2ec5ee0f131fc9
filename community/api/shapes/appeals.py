"""Decisions about a member, and appeals against them."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.api.shapes.groups import RuleSerializer
from community.models import AppealMessage, Case
from community.models.case import TARGETS
from community.selectors.appeals import AppealPage, OwnAppeal

_STATES = [state.value for state in (Case.State.OPEN, Case.State.UPHELD, Case.State.OVERTURNED, Case.State.SETTLED)]
_WHO = ("group", "staff")


class OwnMessageSerializer(serializers.Serializer):
    """What one side wrote; moderators have no name here."""

    is_mine = serializers.SerializerMethodField()
    body = serializers.CharField()
    at = serializers.DateTimeField()

    def get_is_mine(self, message: AppealMessage) -> bool:
        own = self.root.instance
        assert isinstance(own, OwnAppeal)
        return message.author_id == own.decision.subject_id


class OwnAppealSerializer(serializers.Serializer):
    """My appeal."""

    id = serializers.IntegerField(source="appeal.pk")
    state = serializers.ChoiceField(choices=_STATES, source="appeal.case.state")
    answered_by = serializers.SerializerMethodField(help_text="`group`: a moderator who did not decide; or `staff`.")
    due_at = serializers.DateTimeField(source="appeal.due_at", help_text="By when it is answered.")
    is_asked = serializers.BooleanField(help_text="Whether I may write an answer now.")
    messages = OwnMessageSerializer(many=True)
    reason = serializers.CharField(source="appeal.case.reason")
    decided_at = serializers.DateTimeField(source="appeal.case.decided_at", allow_null=True)

    def get_answered_by(self, found: OwnAppeal) -> str:
        return _WHO[found.is_for_staff]


class DecisionSerializer(serializers.Serializer):
    """What moderators decided about me."""

    id = serializers.IntegerField(source="decision.pk")
    action = serializers.CharField(source="decision.action")
    group = serializers.CharField(source="decision.group.slug")
    rule = RuleSerializer(source="decision.rule", allow_null=True)
    reason = serializers.CharField(source="decision.reason")
    until = serializers.DateTimeField(source="decision.until", allow_null=True)
    at = serializers.DateTimeField(source="decision.at")
    may_appeal = serializers.BooleanField()
    appeal_until = serializers.DateTimeField(source="closes_at")
    answered_by = serializers.SerializerMethodField(help_text="Who would answer: `group` or `staff`.")

    def get_answered_by(self, found: OwnAppeal) -> str:
        return _WHO[found.is_for_staff]


class AppealWordsSerializer(serializers.Serializer):
    """Some paragraphs."""

    text = serializers.CharField(trim_whitespace=False, help_text="At most 2,000 characters.")


class AppealQuestionSerializer(AppealWordsSerializer):
    """A question to the member."""

    seen = serializers.CharField(help_text="The appeal's `seen` when you read it.")


class AppealAnswerSerializer(serializers.Serializer):
    """The answer to an appeal."""

    action = serializers.CharField(help_text="`uphold` or `overturn`.")
    reason = serializers.CharField(allow_blank=True, help_text="The member and who decided first read it.")
    seen = serializers.CharField(help_text="The appeal's `seen` when you read it.")


class MessageSerializer(serializers.Serializer):
    """What somebody wrote in an appeal."""

    author = PersonSerializer()
    body = serializers.CharField()
    at = serializers.DateTimeField()


class AppealSerializer(serializers.Serializer):
    """All that is needed to decide an appeal."""

    id = serializers.IntegerField(source="appeal.pk")
    state = serializers.ChoiceField(choices=_STATES, source="case.state")
    author = PersonSerializer(source="case.author")
    group = serializers.CharField(source="case.group.slug")
    due_at = serializers.DateTimeField(source="appeal.due_at")
    what = serializers.ChoiceField(choices=TARGETS, allow_blank=True, help_text="Empty for a mute or a ban.")
    first_action = serializers.CharField(source="decision.action")
    first_rule = RuleSerializer(source="decision.rule", allow_null=True)
    first_reason = serializers.CharField(source="decision.reason")
    first_at = serializers.DateTimeField(source="decision.at")
    body = serializers.SerializerMethodField(help_text="Markdown, what was removed as it was reported; else empty.")
    messages = MessageSerializer(many=True)
    undo = serializers.CharField(
        source="undo.key", default="", help_text="What overturning takes back now; empty when nothing is in force."
    )
    actions = serializers.SerializerMethodField(help_text="What can be decided now.")
    reason = serializers.CharField(source="case.reason")
    seen = serializers.CharField(help_text="Send it along when you decide or ask.")

    def get_body(self, page: AppealPage) -> str:
        case = page.decision.case
        return str(case.snapshot.get("body", "")) if case else ""

    def get_actions(self, page: AppealPage) -> list[str]:
        return [action.key for action in page.actions]


class AppealCountsSerializer(serializers.Serializer):
    """How a group's appeals ended."""

    decided = serializers.IntegerField()
    upheld = serializers.IntegerField()
    overturned = serializers.IntegerField()
    settled = serializers.IntegerField(help_text="The decision was taken back before, or the account is closed.")
    waiting = serializers.IntegerField()
