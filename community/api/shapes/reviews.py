"""What waits for whoever reviews, what they decide, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.api.shapes.proposals import ProposalSerializer
from community.models import Proposal
from community.services import reports
from community.services.proposals import reviewing
from community.support_rungs import LEAST_TARGET, MOST_TARGET
from lib.api.describing import page_of

DECISIONS = ("open", "changes", "reject")


@dataclass(frozen=True)
class Waiting:
    """A proposal that waits for review; nobody supports it yet."""

    proposal: Proposal
    is_late: bool
    mine: str = ""


class WaitingProposalSerializer(ProposalSerializer):
    """A proposal that waits for review."""

    is_late = serializers.BooleanField(help_text="It has waited for more than five days.")


class ReviewQueueSerializer(serializers.Serializer):
    """What waits: to be opened, for a brand to be named, and answers that are late; the longest first."""

    waiting = WaitingProposalSerializer(many=True)
    homeless = ProposalSerializer(many=True)
    late = ProposalSerializer(many=True)


class ProposalVerdictSerializer(serializers.Serializer):
    """A decision about what was handed in."""

    decision = serializers.CharField(help_text=f"One of {', '.join(DECISIONS)}.")
    target = serializers.IntegerField(
        required=False,
        default=0,
        help_text=f"To open it: how many supporters it takes, from {LEAST_TARGET} to {MOST_TARGET}.",
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=reviewing.REASON_LENGTH,
        help_text="Not needed to open it.",
    )


class AskedBrandSerializer(serializers.Serializer):
    """Which brand is asked."""

    brand = serializers.CharField(help_text="Its slug.")


class MergeSerializer(serializers.Serializer):
    """Into which proposal, and why."""

    into = serializers.CharField(max_length=40, help_text="The id of another open proposal.")
    reason = serializers.CharField(max_length=reviewing.REASON_LENGTH)


class WhySerializer(serializers.Serializer):
    """Why; whom it is about reads it."""

    reason = serializers.CharField(max_length=500)


class HourSerializer(serializers.Serializer):
    """So many supports in one hour."""

    at = serializers.DateTimeField()
    many = serializers.IntegerField()  # type: ignore[assignment]  # the member is called so
    young = serializers.IntegerField(help_text="From young accounts.")


class SignsSerializer(serializers.Serializer):
    """What stands out in the support of a proposal: plain counts, without names. They accuse nobody."""

    supporters = serializers.IntegerField()
    young = serializers.IntegerField(help_text="From accounts younger than two weeks when the proposal was begun.")
    only_this = serializers.IntegerField(help_text="Who support nothing else.")
    busiest = HourSerializer(many=True)


class VoterSerializer(serializers.Serializer):
    """Somebody who voted, and what stands out; never for what they voted."""

    person = PersonSerializer(source="user")
    first_at = serializers.DateTimeField()
    latest_at = serializers.DateTimeField()
    spent = serializers.IntegerField(help_text="Of their allowance; 0 for support.")
    struck = serializers.BooleanField(help_text="It was found not to be valid.")
    is_young = serializers.BooleanField(help_text="The account was younger than two weeks.")
    is_in_burst = serializers.BooleanField(help_text="Five accounts or more of the same hour are here.")


class NoteSerializer(serializers.Serializer):
    """What stands out; those who judge read it."""

    note = serializers.CharField(max_length=reports.NOTE_LIMIT)


class OpenedCaseSerializer(serializers.Serializer):
    """The case about it, to be read and decided under its id."""

    case = serializers.IntegerField()


VoterPage = page_of(VoterSerializer)
