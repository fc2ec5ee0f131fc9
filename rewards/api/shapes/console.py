"""Campaigns as their brand writes and runs them, and as staff review them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer
from lib.api.describing import page_of
from lib.api.texts import MoneySerializer, TextsSerializer
from lib.money import EXPONENTS
from rewards.api.shapes import states
from rewards.api.shapes.campaigns import SHIP_DAYS, CampaignRefSerializer, PictureSerializer
from rewards.api.shapes.drafts import EditSerializer
from rewards.models import Campaign
from rewards.selectors.console import Figures
from rewards.services.buying.extending import MOST_HOURS
from rewards.services.buying.terms import MOST_SIZES, MOST_TIERS, Tier


@dataclass(frozen=True)
class Written:
    """A campaign as its brand sees it; `lacks` says what keeps it from being published."""

    campaign: Campaign
    tiers: list[Tier]
    pictures: tuple[Mapping[str, object], ...]
    figures: Figures
    version: str
    lacks: Mapping[str, object]


class TierSerializer(serializers.Serializer):
    """What each pays in a team of at least `min_people`; in minor units."""

    min_people = serializers.IntegerField()
    price_minor = serializers.IntegerField()


class TermsSerializer(serializers.Serializer):
    """A campaign as its brand wants it; what is left out gets its default, and nothing but a name is needed yet."""

    names = TextsSerializer()
    taglines = TextsSerializer(required=False)
    stories = TextsSerializer(required=False)
    policies = TextsSerializer(required=False, help_text="Left out, the site's own words are used.")
    currency = serializers.ChoiceField(choices=list(EXPONENTS), required=False)
    tiers = serializers.ListField(child=TierSerializer(), required=False, max_length=MOST_TIERS)
    single_minor = serializers.IntegerField(required=False, allow_null=True)
    sizes = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=MOST_SIZES)
    stock = serializers.IntegerField(required=False)
    per_member = serializers.IntegerField(required=False)
    payment_mode = serializers.ChoiceField(choices=Campaign.PaymentMode.values, required=False)
    completion = serializers.ChoiceField(choices=Campaign.Completion.values, required=False)
    ratio_percent = serializers.IntegerField(required=False)
    team_hours = serializers.IntegerField(required=False)
    has_waitlist = serializers.BooleanField(required=False)
    needs_address = serializers.BooleanField(required=False, help_text="A parcel is sent: buyers say where to.")
    ship_days = serializers.IntegerField(required=False, help_text=SHIP_DAYS)
    opens_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Empty: when it is approved.")
    closes_at = serializers.DateTimeField(required=False, allow_null=True)


class TermsEditSerializer(TermsSerializer, EditSerializer):
    """The same, on top of what I have read; a field that is left out gets its default."""


class KeptPictureSerializer(PictureSerializer):
    """A picture of a campaign, with what names it."""

    id = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer):
    """How a campaign goes, in plain counts and sums."""

    forming = serializers.IntegerField(help_text="Teams that form.")
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    authorised = serializers.IntegerField(help_text="Orders whose payment is promised.")
    being_charged = serializers.IntegerField()
    to_send = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Of those to send: should have been sent by now.")
    without_address = serializers.IntegerField(help_text="Paid, and nobody knows where to send them.")
    sent = serializers.IntegerField()
    went_back = serializers.IntegerField()
    house_seats = serializers.IntegerField(help_text="Places that the brand itself bought.")
    parties_waiting = serializers.IntegerField()
    refunds_asked = serializers.IntegerField()
    refunds_stuck = serializers.IntegerField(help_text="Payments that their bank does not give back.")
    taken = MoneySerializer()
    given_back = MoneySerializer()
    kept = MoneySerializer()
    discounts = MoneySerializer(help_text="What coupons took off paid orders.")


class OwnCampaignSerializer(serializers.Serializer):
    """A campaign as its brand sees it."""

    id = serializers.CharField(source="campaign.public_id")
    brand = BrandRefSerializer(source="campaign.brand")
    state = serializers.ChoiceField(source="campaign.state", choices=states.CAMPAIGN)
    reason = serializers.CharField(source="campaign.reason", help_text="Why it was sent back, paused or cancelled.")
    version = serializers.CharField()
    lacks = serializers.DictField(
        child=serializers.CharField(), help_text="What keeps it from being published, by field."
    )
    names = TextsSerializer(source="campaign.names")
    taglines = TextsSerializer(source="campaign.taglines")
    stories = TextsSerializer(source="campaign.stories")
    policies = TextsSerializer(source="campaign.policies")
    currency = serializers.CharField(source="campaign.currency")
    tiers = TierSerializer(many=True)
    single_minor = serializers.IntegerField(source="campaign.single_minor", allow_null=True)
    sizes = serializers.ListField(source="campaign.sizes", child=serializers.IntegerField())
    stock = serializers.IntegerField(source="campaign.stock")
    seats_left = serializers.IntegerField(source="campaign.seats_left")
    per_member = serializers.IntegerField(source="campaign.per_member")
    payment_mode = serializers.ChoiceField(source="campaign.payment_mode", choices=Campaign.PaymentMode.values)
    completion = serializers.ChoiceField(source="campaign.completion", choices=Campaign.Completion.values)
    ratio_percent = serializers.IntegerField(source="campaign.ratio_percent")
    team_hours = serializers.IntegerField(source="campaign.team_hours")
    has_waitlist = serializers.BooleanField(source="campaign.has_waitlist")
    needs_address = serializers.BooleanField(source="campaign.needs_address")
    ship_days = serializers.IntegerField(source="campaign.ship_days", help_text=SHIP_DAYS)
    opens_at = serializers.DateTimeField(source="campaign.opens_at", allow_null=True)
    closes_at = serializers.DateTimeField(source="campaign.closes_at", allow_null=True)
    pictures = KeptPictureSerializer(many=True)
    figures = FiguresSerializer()


class OwnCampaignCardSerializer(serializers.Serializer):
    """A campaign in its brand's list."""

    id = serializers.CharField(source="campaign.public_id")
    name = serializers.CharField(source="campaign.name")
    state = serializers.ChoiceField(source="campaign.state", choices=states.CAMPAIGN)
    paid = serializers.IntegerField(help_text="Orders that are paid, sent or not.")
    to_send = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Of those to send: should have been sent by now.")
    without_address = serializers.IntegerField(help_text="Paid, and nobody knows where to send them.")
    opens_at = serializers.DateTimeField(source="campaign.opens_at", allow_null=True)
    closes_at = serializers.DateTimeField(source="campaign.closes_at", allow_null=True)


class PauseSerializer(serializers.Serializer):
    """Whether nobody may join or open a team for now; a pause needs its reason."""

    is_paused = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class EndSerializer(serializers.Serializer):
    """Why it ends; its buyers are told."""

    reason = serializers.CharField()


class ReviewSerializer(serializers.Serializer):
    """Yes, which freezes the rules, or no; a no needs its reason, which the brand is told."""

    approve = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class MoreTimeSerializer(serializers.Serializer):
    """How much more time every forming team gets."""

    hours = serializers.IntegerField(min_value=1, max_value=MOST_HOURS)


class ExtensionSerializer(serializers.Serializer):
    """What the teams got."""

    state = serializers.ChoiceField(source="campaign.state", choices=states.CAMPAIGN)
    whole = serializers.IntegerField(help_text="Teams that got all of it.")
    cut = serializers.IntegerField(help_text="Teams that got a part: a bank lets go of a hold before.")
    none = serializers.IntegerField(help_text="Teams that got nothing, for the same reason.")


class NewPictureSerializer(serializers.Serializer):
    """A picture to upload."""

    file = serializers.ImageField()


class PictureEditSerializer(serializers.Serializer):
    """What a picture shows, per language, and whether it comes first."""

    alts = TextsSerializer()
    is_first = serializers.BooleanField(required=False, default=False)


OwnCampaignPage = page_of(OwnCampaignCardSerializer)
ReviewPage = page_of(CampaignRefSerializer)
