"""Proposals, what is said about them, the brand's answers, credit."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from community import paths, rights
from community.models import Argument, BrandAnswer, CreditShare, Proposal, Stance
from community.services.proposals.words import TEXT_LENGTH, TITLE_LENGTH
from lib.api.describing import page_of


class InGroupSerializer(serializers.Serializer):
    """The group it is in."""

    slug = serializers.CharField()
    name = serializers.CharField()


class ProposalSerializer(serializers.Serializer):
    """A proposal in a list: plain counts."""

    id = serializers.CharField(source="proposal.public_id")
    url = serializers.SerializerMethodField()
    title = serializers.CharField(source="proposal.title")
    problem = serializers.CharField(source="proposal.problem", help_text="Markdown, as written.")
    language = serializers.CharField(source="proposal.language")
    state = serializers.CharField(source="proposal.state", help_text=f"One of {', '.join(Proposal.State.values)}.")
    author = PersonSerializer(source="proposal.author")
    group = InGroupSerializer(source="proposal.group")
    brand = BrandRefSerializer(source="proposal.brand", allow_null=True)
    supporters = serializers.IntegerField(source="proposal.supporters")
    target = serializers.IntegerField(source="proposal.target")
    my_support = serializers.CharField(source="mine", help_text="The state of the reader's support, or empty.")
    due_at = serializers.DateTimeField(source="proposal.due_at", allow_null=True, help_text="When an answer is due.")

    def get_url(self, found: object) -> str:
        return paths.of_proposal(found.proposal)  # type: ignore[attr-defined]  # a card


class RungSerializer(serializers.Serializer):
    """A step on the way: so many supporters by then."""

    need = serializers.IntegerField()
    by = serializers.DateTimeField()
    is_climbed = serializers.BooleanField()


class FullProposalSerializer(ProposalSerializer):
    """A proposal with its texts."""

    audience = serializers.CharField(source="proposal.audience")
    sketch = serializers.CharField(source="proposal.sketch")
    change = serializers.CharField(source="proposal.change")
    html = serializers.CharField(source="proposal.html", help_text="Sanitised; all texts but the title.")
    version = serializers.IntegerField(source="proposal.version")
    edition = serializers.IntegerField(source="proposal.edition", help_text="Send it along when you edit a draft.")
    provisional = serializers.IntegerField(source="proposal.provisional", help_text="Supports that wait for trust.")
    asked = serializers.IntegerField(source="proposal.asked", help_text="Supporters asked again after a change.")
    rungs = RungSerializer(many=True)


class WordsSerializer(serializers.Serializer):
    """The texts of a proposal, however unfinished."""

    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=TITLE_LENGTH)
    problem = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    audience = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    sketch = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    change = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    brand = serializers.CharField(required=False, allow_blank=True, default="", help_text="The slug of a brand.")


class NewProposalSerializer(WordsSerializer):
    """A new draft."""

    group = serializers.CharField(help_text="The group's slug.")


class SavedProposalSerializer(WordsSerializer):
    """A draft as it should be now."""

    edition = serializers.IntegerField(min_value=1)


class RightsSerializer(serializers.Serializer):
    """Accepting the terms on rights."""

    terms = serializers.CharField(help_text=f"The version that was shown, now {rights.LATEST}.")


class ArgumentSerializer(serializers.Serializer):
    """What somebody says for or against it."""

    id = serializers.CharField(source="argument.public_id")
    author = PersonSerializer(source="argument.author")
    side = serializers.ChoiceField(source="argument.side", choices=Argument.Side.values)
    body = serializers.CharField(source="argument.body")
    agree = serializers.IntegerField(source="argument.agree")
    disagree = serializers.IntegerField(source="argument.disagree")
    unsure = serializers.IntegerField(source="argument.unsure")
    my_stance = serializers.CharField(source="mine")


class NewArgumentSerializer(serializers.Serializer):
    """An argument."""

    side = serializers.ChoiceField(choices=Argument.Side.values)
    body = serializers.CharField(max_length=600)


class StanceSerializer(serializers.Serializer):
    """What one thinks of an argument; empty takes it back."""

    kind = serializers.ChoiceField(choices=Stance.Kind.values, allow_blank=True)


class AmendmentSerializer(serializers.Serializer):
    """A change that somebody proposes to the texts."""

    id = serializers.CharField(source="amendment.public_id")
    author = PersonSerializer(source="amendment.author")
    state = serializers.CharField(source="amendment.state")
    texts = serializers.DictField(source="amendment.texts", child=serializers.CharField())
    reason = serializers.CharField(source="amendment.reason")
    answer = serializers.CharField(source="amendment.answer")
    created_at = serializers.DateTimeField(source="amendment.created_at")


class NewAmendmentSerializer(RightsSerializer):
    """A change: the texts that should be different, by name."""

    texts = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=TEXT_LENGTH))
    reason = serializers.CharField(max_length=500)


class BrandAnswerSerializer(serializers.Serializer):
    """A brand's public answer to one version."""

    version = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=BrandAnswer.Outcome.values)
    html = serializers.CharField()
    feasibility = serializers.ChoiceField(choices=BrandAnswer.Feasibility.values)
    feasibility_note = serializers.CharField()
    cost_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    cost_note = serializers.CharField()
    due_at = serializers.DateTimeField()
    revealed_at = serializers.DateTimeField()


class ShareSerializer(serializers.Serializer):
    """A share of what is owed, in basis points: 10,000 are the whole."""

    member = PersonSerializer(source="user")
    role = serializers.CharField(help_text=f"One of {', '.join(CreditShare.Role.values)}.")
    basis_points = serializers.IntegerField()
    evidence = serializers.CharField()


class CreditSerializer(serializers.Serializer):
    """Who a proposal is owed to; null where no statement is shown yet."""

    state = serializers.CharField(source="row.state")
    objections_until = serializers.DateTimeField(source="row.objections_until", allow_null=True)
    hash = serializers.CharField(source="row.hash", help_text="SHA-256 of the frozen shares, or empty.")
    shares = ShareSerializer(many=True)


ProposalPage = page_of(ProposalSerializer)
ArgumentPage = page_of(ArgumentSerializer)
AmendmentPage = page_of(AmendmentSerializer)
BrandAnswerPage = page_of(BrandAnswerSerializer)
