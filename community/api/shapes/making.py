"""What a brand answers, tells of the making, lets be tested, and launches."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.api.shapes.amendments import ProposalRefSerializer
from community.api.shapes.proposals import ProposalSerializer
from community.models import BrandAnswer, MakingPicture, MakingUpdate, Proposal
from community.services.making import giving_up, updates
from community.services.proposals import answering
from gamify.launches import Drafted, Sale
from lib.api.describing import page_of
from lib.money import EXPONENTS


@dataclass(frozen=True)
class Asked:
    """What a brand is asked, makes or made; `mine` is the state of the reader's own support."""

    proposal: Proposal
    is_late: bool
    is_stale: bool
    answer: BrandAnswer | None
    mine: str


@dataclass(frozen=True)
class Launch:
    """How the way to the sale stands."""

    state: str
    url: str
    draft: Drafted | None
    sale: Sale | None


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
    revealed_at = serializers.DateTimeField(allow_null=True)


class OwnAnswerSerializer(BrandAnswerSerializer):
    """An answer as its brand sees it, perhaps before everybody does."""

    state = serializers.CharField(help_text=f"One of {', '.join(BrandAnswer.State.values)}.")
    reasons = serializers.CharField(help_text="Markdown, as written.")
    reveals_at = serializers.DateTimeField()
    version = serializers.SerializerMethodField(  # type: ignore[assignment]  # no number: drafts have a fingerprint
        help_text="What it says now; whoever writes it anew sends it back."
    )

    def get_version(self, answer: BrandAnswer) -> str:
        return answering.version_of(answer)


class ReplySerializer(serializers.Serializer):
    """An answer as the brand writes it. Without a cost, `cost_note` says why it is not told."""

    outcome = serializers.ChoiceField(choices=BrandAnswer.Outcome.values)
    reasons = serializers.CharField(max_length=answering.REASONS_LENGTH, help_text="Markdown; everybody reads it.")
    feasibility = serializers.ChoiceField(choices=BrandAnswer.Feasibility.values)
    feasibility_note = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=answering.NOTE_LENGTH
    )
    cost_minor = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0)
    currency = serializers.CharField(required=False, default="CNY", help_text=f"One of {', '.join(EXPONENTS)}.")
    cost_note = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=answering.COST_NOTE_LENGTH
    )
    reveals_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="When everybody sees it; null: now. Two weeks at most."
    )
    version = serializers.CharField(
        allow_blank=True, help_text="Of what I read; empty if nothing was prepared. 409 if somebody has saved since."
    )


class AskedOfBrandSerializer(ProposalSerializer):
    """A proposal that a brand is asked to make."""

    is_late = serializers.BooleanField(help_text="The answer is.")
    is_stale = serializers.BooleanField(help_text="There was no news for a month.")
    answer = OwnAnswerSerializer(allow_null=True, help_text="What is prepared, and not yet public.")


class InboxSerializer(serializers.Serializer):
    """What a brand is asked, the most urgent first, what it makes, what may come, and what is over."""

    due = AskedOfBrandSerializer(many=True)
    making = AskedOfBrandSerializer(many=True)
    coming = AskedOfBrandSerializer(many=True)
    over = AskedOfBrandSerializer(many=True)


class GivenAnswerSerializer(BrandAnswerSerializer):
    """A public answer, and to what."""

    proposal = ProposalRefSerializer()


class AnswerRecordSerializer(serializers.Serializer):
    """How a brand answers, in plain counts; of proposals in public groups only."""

    accepted = serializers.IntegerField(source="facts.accepted")
    declined = serializers.IntegerField(source="facts.declined")
    needs_work = serializers.IntegerField(source="facts.needs_work")
    in_time = serializers.IntegerField(source="facts.in_time")
    late = serializers.IntegerField(source="facts.late")
    waiting = serializers.IntegerField(source="facts.waiting")
    median_days = serializers.IntegerField(source="facts.median_days", allow_null=True)
    making = serializers.IntegerField(source="facts.making")
    stale = serializers.IntegerField(source="facts.stale")
    launched = serializers.IntegerField(source="facts.launched")
    given_up = serializers.IntegerField(source="facts.given_up")
    latest = GivenAnswerSerializer(many=True)
    overdue = ProposalRefSerializer(many=True)


class NewsPictureSerializer(serializers.Serializer):
    """A picture of news or a prototype; `url` is its page-sized file, `small_url` the one for lists."""

    id = serializers.CharField(source="public_id")
    url = serializers.SerializerMethodField()
    small_url = serializers.SerializerMethodField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()

    def get_url(self, picture: MakingPicture) -> str:
        return reverse("community:making-picture", args=[picture.public_id])

    def get_small_url(self, picture: MakingPicture) -> str:
        return reverse("community:making-picture-small", args=[picture.public_id])


class NewsSerializer(serializers.Serializer):
    """News of the making, or a prototype."""

    id = serializers.CharField(source="public_id")
    kind = serializers.CharField(help_text=f"One of {', '.join(MakingUpdate.Kind.values)}.")
    title = serializers.CharField()
    html = serializers.CharField(help_text="Sanitised.")
    by = PersonSerializer()
    at = serializers.DateTimeField()
    pictures = NewsPictureSerializer(source="pictures.all", many=True)


class NewNewsSerializer(serializers.Serializer):
    """News, or a prototype."""

    title = serializers.CharField(max_length=updates.TITLE_LENGTH)
    body = serializers.CharField(max_length=updates.BODY_LENGTH, help_text="Markdown.")
    is_prototype = serializers.BooleanField(required=False, default=False, help_text="People could test it.")


class DraftedSaleSerializer(serializers.Serializer):
    """What a launch will open, as long as it is prepared."""

    url = serializers.CharField(help_text="Where my brand finishes it.")
    words = serializers.CharField(help_text="How it stands.")
    is_ready = serializers.BooleanField()


class SaleSerializer(serializers.Serializer):
    """What a launch sells at the moment."""

    people = serializers.IntegerField(help_text="How many are in.")
    may_end = serializers.BooleanField(help_text="Whether my brand may still call it off.")


class LaunchSerializer(serializers.Serializer):
    """How the way to the sale stands."""

    state = serializers.CharField(help_text="The proposal's.")
    url = serializers.CharField(help_text="What is sold, once it is launched; else empty.")
    draft = DraftedSaleSerializer(allow_null=True)
    sale = SaleSerializer(allow_null=True)


class GivingUpSerializer(serializers.Serializer):
    """Why, with figures: everybody reads it. While it is sold, also what becomes of the sale."""

    reason = serializers.CharField(max_length=giving_up.REASON_LENGTH)
    sale = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=10,
        help_text="`keep` lets it go on to its end, `end` calls it off: what is held or paid goes back.",
    )


BrandAnswerPage = page_of(BrandAnswerSerializer)
NewsPage = page_of(NewsSerializer)
