"""Reports, cases, sanctions and the log."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.api.shapes.groups import RuleSerializer
from community.models import Case, Cause, Report
from community.models.case import TARGETS
from community.selectors.cases import CasePage as FoundCase
from lib.api.describing import page_of

_STATES = [state.value for state in (Case.State.OPEN, Case.State.KEPT, Case.State.REMOVED, Case.State.SETTLED)]
_KINDS = TARGETS


@dataclass(frozen=True)
class Told:
    """A report as the one who made it sees it."""

    report: Report
    what: str


class ReportDraftSerializer(serializers.Serializer):
    """What is wrong: a rule of the group by its number, or a note."""

    rule = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=999)
    note = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)


class ReportSerializer(serializers.Serializer):
    """My report, and what came of it."""

    id = serializers.IntegerField(source="report.pk")
    what = serializers.ChoiceField(choices=_KINDS)
    rule = RuleSerializer(source="report.rule", allow_null=True)
    note = serializers.CharField(source="report.note")
    state = serializers.ChoiceField(source="report.case.state", choices=_STATES)
    created_at = serializers.DateTimeField(source="report.created_at")


class CaseRowSerializer(serializers.Serializer):
    """A case in the queue."""

    id = serializers.IntegerField(source="case.pk")
    kind = serializers.ChoiceField(choices=Case.Kind.values, source="case.kind")
    appeal = serializers.IntegerField(source="appeal_id", allow_null=True, help_text="Read it at `appeals/{id}`.")
    what = serializers.ChoiceField(choices=_KINDS, allow_blank=True, help_text="Empty for a mute or a ban.")
    title = serializers.CharField()
    author = PersonSerializer(source="case.author")
    state = serializers.ChoiceField(source="case.state", choices=Case.State.values)
    rules = RuleSerializer(many=True, help_text="The rules cited, the most cited first.")
    report_count = serializers.IntegerField(source="case.report_count")
    opened_at = serializers.DateTimeField(source="case.opened_at")
    decided_at = serializers.DateTimeField(source="case.decided_at", allow_null=True)


class CaseReportSerializer(serializers.Serializer):
    """A report of a case."""

    reporter = PersonSerializer()
    rule = RuleSerializer(allow_null=True)
    note = serializers.CharField()
    created_at = serializers.DateTimeField()


class FlagSerializer(serializers.Serializer):
    """What automod, or the raid switch, met in a text."""

    cause = serializers.ChoiceField(choices=Cause.values)
    rule = RuleSerializer(allow_null=True, help_text="Null for the raid switch.")
    found = serializers.CharField(help_text="The words or links; else empty.")
    created_at = serializers.DateTimeField()


class CaseSerializer(serializers.Serializer):
    """All that is needed to decide a case."""

    id = serializers.IntegerField(source="case.pk")
    what = serializers.ChoiceField(choices=_KINDS)
    target = serializers.CharField(source="target.public_id")
    post = serializers.CharField(source="root.public_id", help_text="The post or proposal that it stands under.")
    author = PersonSerializer(source="target.author")
    reported_body = serializers.CharField(source="case.snapshot.body", help_text="Markdown, as it was reported.")
    body = serializers.CharField(source="target.body", help_text="Markdown, as it is now.")
    state = serializers.ChoiceField(source="case.state", choices=_STATES)
    reports = CaseReportSerializer(many=True)
    flags = FlagSerializer(many=True, help_text="Why automod put it into the queue.")
    rules = RuleSerializer(many=True, help_text="The group's rules, to cite one.")
    actions = serializers.ListField(child=serializers.CharField(), help_text="What can be decided now.")
    reason = serializers.CharField(source="case.reason")
    seen = serializers.CharField(help_text="Send it along when you decide.")


class VerdictSerializer(serializers.Serializer):
    """A decision about a case."""

    action = serializers.CharField(help_text="One of the case's `actions`.")
    rule = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=999)
    reason = serializers.CharField(required=False, allow_blank=True, default="")
    seen = serializers.CharField(help_text="The case's `seen` when you read it.")


class SanctionSerializer(serializers.Serializer):
    """A mute or a ban."""

    action = serializers.CharField(help_text="`mute` or `ban`.")
    duration = serializers.CharField(help_text="`1d`, `3d`, `7d`, `30d` or `for_good`.")
    rule = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=999)
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class LiftSerializer(serializers.Serializer):
    """The end of a mute or ban before its time."""

    action = serializers.CharField(help_text="`unmute` or `unban`.")
    reason = serializers.CharField(allow_blank=True)


class LogLineSerializer(serializers.Serializer):
    """A line of the log as this reader may see it."""

    id = serializers.IntegerField(source="pk")
    at = serializers.DateTimeField()
    sentence = serializers.CharField()
    rule = RuleSerializer(allow_null=True)
    reason = serializers.CharField(help_text="For moderators and whom it is about; else empty.")
    until = serializers.DateTimeField(allow_null=True)
    case = serializers.IntegerField(source="case_id", allow_null=True)
    appeal = serializers.IntegerField(source="appeal_id", allow_null=True)
    is_about_me = serializers.BooleanField()


CaseRowPage = page_of(CaseRowSerializer)
LogLinePage = page_of(LogLineSerializer)


def case_of(found: FoundCase) -> dict[str, object]:
    """Return a case's page with its actions by their keys."""
    names = ("case", "what", "target", "root", "reports", "flags", "rules", "seen")
    return {name: getattr(found, name) for name in names} | {"actions": [each.key for each in found.actions]}
