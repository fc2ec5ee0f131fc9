"""Changes that others propose to the texts of a proposal."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community import paths, rights
from community.models import Amendment, Proposal
from community.services.proposals.wording import TEXT_LENGTH
from lib.api.describing import page_of


class ProposalRefSerializer(serializers.Serializer):
    """A proposal, in short."""

    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    state = serializers.CharField(help_text=f"One of {', '.join(Proposal.State.values)}.")
    url = serializers.SerializerMethodField()

    def get_url(self, proposal: Proposal) -> str:
        return paths.of_proposal(proposal)


class AmendmentSerializer(serializers.Serializer):
    """A change that somebody proposes to the texts."""

    id = serializers.CharField(source="amendment.public_id")
    author = PersonSerializer(source="amendment.author")
    state = serializers.CharField(
        source="amendment.state", help_text=f"One of {', '.join(Amendment.State.values[1:])}."
    )
    texts = serializers.DictField(source="amendment.texts", child=serializers.CharField())
    reason = serializers.CharField(source="amendment.reason")
    base = serializers.IntegerField(source="amendment.base", help_text="The version that it changes.")
    answer = serializers.CharField(source="amendment.answer")
    version = serializers.IntegerField(
        source="amendment.version", allow_null=True, help_text="The version that it became."
    )
    created_at = serializers.DateTimeField(source="amendment.created_at")


class MyAmendmentSerializer(AmendmentSerializer):
    """A change of mine."""

    proposal = ProposalRefSerializer(source="amendment.proposal")


class NewAmendmentSerializer(serializers.Serializer):
    """A change: the texts that should be different, by name."""

    terms = serializers.CharField(help_text=f"The version of the terms on rights that was shown, now {rights.LATEST}.")
    texts = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=TEXT_LENGTH))
    reason = serializers.CharField(max_length=500)


class AmendmentReplySerializer(serializers.Serializer):
    """Taking a change in, or not; who does not says why."""

    accept = serializers.BooleanField()
    answer = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    is_material = serializers.BooleanField(
        required=False, default=False, help_text="Supporters are asked again, and do not count until they answer."
    )


AmendmentPage = page_of(AmendmentSerializer)
