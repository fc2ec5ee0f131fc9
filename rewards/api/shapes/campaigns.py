"""Campaigns as everybody sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer
from lib.api.describing import page_of
from lib.api.texts import MoneySerializer
from rewards.api.shapes import states
from rewards.models import Campaign, FrozenRules
from rewards.selectors.campaigns import Board, Front

SHIP_DAYS = "It is sent within so many days of the payment, or of the address if that comes later."


@dataclass(frozen=True)
class Shown:
    """A campaign's page: what stands, what moves."""

    front: Front
    board: Board


class LadderStepSerializer(serializers.Serializer):
    """A step of the price ladder."""

    first = serializers.IntegerField(help_text="From so many people on.")
    most = serializers.IntegerField(help_text="Up to so many; 0 is: and more.")
    price = MoneySerializer(help_text="What each pays.")
    place = serializers.CharField(help_text="`past`, `now` or `ahead`.")


class PictureSerializer(serializers.Serializer):
    """A picture of the product; `url` is its page-sized file, `small_url` the one for lists."""

    url = serializers.CharField()
    small_url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()


class CampaignRefSerializer(serializers.Serializer):
    """A campaign, in short."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    brand = BrandRefSerializer()


class CampaignCardSerializer(serializers.Serializer):
    """A campaign in a list; texts in the reader's language. What a brand sells is sponsored: say whose it is."""

    id = serializers.CharField(source="campaign.public_id")
    url = serializers.CharField()
    brand = BrandRefSerializer(source="campaign.brand")
    name = serializers.CharField(source="campaign.name")
    tagline = serializers.CharField(source="campaign.tagline")
    state = serializers.ChoiceField(source="campaign.state", choices=states.CAMPAIGN)
    picture = PictureSerializer(allow_null=True)
    ladder = LadderStepSerializer(source="ladder.steps", many=True)
    stock = serializers.IntegerField(source="campaign.stock")
    seats_left = serializers.IntegerField(source="campaign.seats_left")
    forming = serializers.IntegerField(help_text="Teams that form.")
    succeeded = serializers.IntegerField(help_text="Teams that came together.")
    opens_at = serializers.DateTimeField(source="campaign.opens_at", allow_null=True)
    closes_at = serializers.DateTimeField(source="campaign.closes_at", allow_null=True)


class CampaignSerializer(serializers.Serializer):
    """All that one knows before one buys."""

    id = serializers.CharField(source="front.campaign.public_id")
    url = serializers.CharField(source="front.url")
    topic = serializers.CharField(source="front.topic", help_text="Its live topic: see docs/live-events.md.")
    brand = BrandRefSerializer(source="front.campaign.brand")
    name = serializers.CharField(source="front.campaign.name")
    tagline = serializers.CharField(source="front.campaign.tagline")
    story = serializers.CharField(source="front.campaign.story")
    policy = serializers.CharField(
        source="front.campaign.policy", help_text="What happens to teams and money, in words."
    )
    state = serializers.ChoiceField(source="board.campaign.state", choices=states.CAMPAIGN)
    reason = serializers.CharField(source="board.campaign.reason", help_text="Why it is paused or cancelled.")
    pictures = PictureSerializer(source="front.pictures", many=True)
    ladder = LadderStepSerializer(
        source="board.ladder.steps", many=True, help_text="`now` is where the fullest forming team is."
    )
    single_price = MoneySerializer(source="front.campaign.single_price", allow_null=True, help_text="Of buying alone.")
    sizes = serializers.ListField(source="front.campaign.sizes", child=serializers.IntegerField())
    stock = serializers.IntegerField(source="board.campaign.stock")
    seats_left = serializers.IntegerField(source="board.campaign.seats_left")
    per_member = serializers.IntegerField(source="front.campaign.per_member")
    payment_mode = serializers.ChoiceField(source="front.campaign.payment_mode", choices=Campaign.PaymentMode.values)
    completion = serializers.ChoiceField(source="front.campaign.completion", choices=Campaign.Completion.values)
    ratio_percent = serializers.IntegerField(source="front.campaign.ratio_percent")
    team_hours = serializers.IntegerField(source="front.campaign.team_hours")
    has_waitlist = serializers.BooleanField(source="front.campaign.has_waitlist")
    needs_address = serializers.BooleanField(
        source="front.campaign.needs_address", help_text="A parcel is sent: once the place is certain, say where to."
    )
    ship_days = serializers.IntegerField(source="front.campaign.ship_days", help_text=SHIP_DAYS)
    forming = serializers.IntegerField(source="board.forming")
    succeeded = serializers.IntegerField(source="board.succeeded")
    opens_at = serializers.DateTimeField(source="front.campaign.opens_at", allow_null=True)
    closes_at = serializers.DateTimeField(source="front.campaign.closes_at", allow_null=True)
    rules_hash = serializers.SerializerMethodField(help_text="SHA-256 of the frozen rules.")

    def get_rules_hash(self, shown: Shown) -> str:
        return shown.front.rules.hash if shown.front.rules else ""


class RulesSerializer(serializers.Serializer):
    """The frozen rules; `hash` is the SHA-256 of `document` as JSON with sorted keys and no spaces, in UTF-8."""

    hash = serializers.CharField()
    frozen_at = serializers.DateTimeField()
    document = serializers.SerializerMethodField()

    def get_document(self, rules: FrozenRules) -> dict[str, Any]:
        found: dict[str, Any] = rules.document
        return found


CampaignCardPage = page_of(CampaignCardSerializer)
