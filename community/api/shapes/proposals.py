"""Proposals, their texts as they changed, who is named, and the pictures of their sketches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from community import paths, rights
from community.api.shapes.amendments import MyAmendmentSerializer, ProposalRefSerializer
from community.models import Authorship, Proposal, ProposalPicture
from community.selectors.proposal_page import Rung
from community.services.proposals import inbox_lines
from community.services.proposals.wording import TEXT_LENGTH, TITLE_LENGTH
from lib.api.describing import page_of


@dataclass(frozen=True)
class Full:
    """A proposal as one reader sees it; `mine` is the state of their support."""

    proposal: Proposal
    mine: str
    rungs: Sequence[Rung]


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

    topic = serializers.SerializerMethodField(help_text="Its live topic: see docs/live-events.md.")
    audience = serializers.CharField(source="proposal.audience")
    sketch = serializers.CharField(source="proposal.sketch")
    change = serializers.CharField(source="proposal.change")
    html = serializers.CharField(source="proposal.html", help_text="Sanitised; all texts but the title.")
    version = serializers.IntegerField(source="proposal.version")
    edition = serializers.IntegerField(source="proposal.edition", help_text="Send it along when you edit the texts.")
    provisional = serializers.IntegerField(source="proposal.provisional", help_text="Supports that wait for trust.")
    asked = serializers.IntegerField(source="proposal.asked", help_text="Supporters asked again after a change.")
    rungs = RungSerializer(many=True)
    reason = serializers.CharField(source="proposal.reason", help_text="Why it came back, was merged or given up.")
    launched_url = serializers.CharField(source="proposal.launched_url", help_text="What is sold, or empty.")

    def get_topic(self, found: Full) -> str:
        return inbox_lines.topic_of(found.proposal)


class TextsOfProposalSerializer(serializers.Serializer):
    """The texts of a proposal, however unfinished; Markdown, but for the title."""

    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=TITLE_LENGTH)
    problem = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    audience = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    sketch = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)
    change = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LENGTH)


class WordsSerializer(TextsOfProposalSerializer):
    """The texts, and which brand is asked."""

    brand = serializers.CharField(required=False, allow_blank=True, default="", help_text="The slug of a brand.")


class NewProposalSerializer(WordsSerializer):
    """A new draft."""

    group = serializers.CharField(help_text="The group's slug.")


class SavedProposalSerializer(WordsSerializer):
    """A draft as it should be now."""

    edition = serializers.IntegerField(min_value=1)


class RevisionSerializer(TextsOfProposalSerializer):
    """All texts as they should be now; what is left out becomes empty."""

    edition = serializers.IntegerField(min_value=1, help_text="What the change started from.")
    changes = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=500, help_text="What is different, in your words."
    )
    is_material = serializers.BooleanField(
        required=False, default=False, help_text="Supporters are asked again, and do not count until they answer."
    )


class RightsSerializer(serializers.Serializer):
    """Accepting the terms on rights."""

    terms = serializers.CharField(help_text=f"The version that was shown, now {rights.LATEST}.")


class RevivalSerializer(TextsOfProposalSerializer, RightsSerializer):
    """All texts of a lapsed proposal as they should be now."""


class MaybeReasonSerializer(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class VersionSerializer(serializers.Serializer):
    """The texts as supporters read them, from then on."""

    number = serializers.IntegerField()
    texts = serializers.DictField(child=serializers.CharField())
    changes = serializers.CharField(help_text="What is different, in the authors' words.")
    is_material = serializers.BooleanField()
    hash = serializers.CharField(help_text="SHA-256 of `texts` as JSON with sorted keys and no spaces.")
    by = PersonSerializer()
    at = serializers.DateTimeField()


class AuthorshipSerializer(serializers.Serializer):
    """Somebody who is named, or asked to be."""

    person = PersonSerializer(source="user")
    state = serializers.CharField(help_text=f"One of {', '.join(Authorship.State.values)}.")
    terms = serializers.CharField(help_text="The version of the terms on rights that they accepted, or empty.")


class CoAuthorSerializer(serializers.Serializer):
    """Whom to ask."""

    handle = serializers.CharField()


class SketchPictureSerializer(serializers.Serializer):
    """A picture of a sketch; `url` is its page-sized file, `small_url` the one for lists."""

    id = serializers.CharField(source="public_id")
    url = serializers.SerializerMethodField()
    small_url = serializers.SerializerMethodField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()

    def get_url(self, picture: ProposalPicture) -> str:
        return reverse("community:proposal-picture", args=[picture.public_id])

    def get_small_url(self, picture: ProposalPicture) -> str:
        return reverse("community:proposal-picture-small", args=[picture.public_id])


class NewSketchPictureSerializer(serializers.Serializer):
    """A picture of at most 8 MB and 25 million pixels, and what it shows to those who cannot see it."""

    picture = serializers.FileField(allow_empty_file=True)
    alt = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class OwnSerializer(serializers.Serializer):
    """What is my own."""

    written = ProposalSerializer(many=True)
    invited = ProposalSerializer(many=True, help_text="Whose authors ask me to be named with them.")
    amendments = MyAmendmentSerializer(many=True)
    supported = ProposalSerializer(many=True)


class NearSerializer(serializers.Serializer):
    """A proposal that is close to what is typed."""

    proposal = ProposalRefSerializer()
    percent = serializers.IntegerField(help_text="How close.")


ProposalPage = page_of(ProposalSerializer)
VersionPage = page_of(VersionSerializer)
AuthorshipPage = page_of(AuthorshipSerializer)
SketchPicturePage = page_of(SketchPictureSerializer)
NearPage = page_of(NearSerializer)
