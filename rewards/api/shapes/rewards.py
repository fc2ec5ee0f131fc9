"""Rewards and redemptions as the API writes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from lib.api.describing import page_of
from lib.api.texts import TextsSerializer
from rewards.api.shapes import states
from rewards.api.shapes.addresses import KeptAddressSerializer
from rewards.api.shapes.campaigns import PictureSerializer
from rewards.api.shapes.drafts import EditSerializer, VersionField
from rewards.gates import Gate
from rewards.order_history import words_of
from rewards.selectors.redemptions import Mine, steps_of
from rewards.services.catalogue.codes import LENGTH, MOST_AT_ONCE
from rewards.services.catalogue.terms import ICONS


class GateSerializer(serializers.Serializer):
    """What keeps me from redeeming it now; the first that is shut."""

    code = serializers.CharField(help_text="Stable: `rewards.reward_level`, `rewards.reward_points` and so on.")
    words = serializers.SerializerMethodField()

    def get_words(self, gate: Gate) -> str:
        return str(gate.words)


class ByHelpSerializer(serializers.Serializer):
    """The terms of help; they stand. With 0 helpers friends cannot unlock it."""

    helpers = serializers.IntegerField(required=False, help_text="How many friends unlock it; 0: not by friends.")
    help_hours = serializers.IntegerField(required=False)
    helpers_are = serializers.ChoiceField(choices=states.HELPERS_ARE, required=False)
    helper_days = serializers.IntegerField(required=False, help_text="Joined at most, or at least, so long ago.")
    helper_level = serializers.IntegerField(required=False)
    help_cap = serializers.IntegerField(required=False, help_text="How often one person may help with it.")
    consoles = serializers.BooleanField(
        required=False, help_text="Whether somebody's help that was not enough brings its owner a little spark."
    )


class RewardSerializer(serializers.Serializer):
    """Something scarce that a brand gives for spark, for the help of friends, or for either."""

    id = serializers.CharField(source="reward.public_id")
    url = serializers.CharField()
    brand = BrandRefSerializer(source="reward.brand")
    kind = serializers.ChoiceField(source="reward.kind", choices=states.REWARD_KIND)
    state = serializers.ChoiceField(source="reward.state", choices=states.REWARD)
    name = serializers.CharField(source="reward.name")
    tagline = serializers.CharField(source="reward.tagline")
    story = serializers.CharField(source="reward.story")
    how = serializers.CharField(source="reward.how", help_text="How it works once somebody has it.")
    icon = serializers.CharField(source="reward.icon")
    picture = PictureSerializer(allow_null=True)
    price = serializers.IntegerField(source="reward.price", help_text="In spark; 0: only friends unlock it.")
    stock = serializers.IntegerField(source="reward.stock")
    left = serializers.IntegerField(source="reward.left")
    per_member = serializers.IntegerField(source="reward.per_member")
    least_level = serializers.IntegerField(source="reward.least_level")
    least_tier = serializers.CharField(
        source="reward.least_tier",
        help_text="The key of the tier that it opens with, as `GET game` has them; or empty.",
    )
    only_for = serializers.CharField(source="place", help_text="The name of the group it is for; empty: everybody.")
    needs_approval = serializers.BooleanField(source="reward.needs_approval")
    valid_days = serializers.IntegerField(source="reward.valid_days", help_text="0: for ever.")
    expiry = serializers.ChoiceField(source="reward.expiry", choices=states.REWARD_EXPIRY)
    opens_at = serializers.DateTimeField(source="reward.opens_at", allow_null=True)
    closes_at = serializers.DateTimeField(source="reward.closes_at", allow_null=True)
    gate = GateSerializer(allow_null=True, help_text="Null when I can redeem it now.")
    by_help = ByHelpSerializer(source="reward")
    help_gate = GateSerializer(allow_null=True, help_text="What keeps me from asking friends; null when I can.")


class RedeemSerializer(serializers.Serializer):
    """A redemption, with a word to the brand."""

    note = serializers.CharField(required=False, allow_blank=True, default="")


class RedemptionSerializer(serializers.Serializer):
    """A redemption of mine."""

    id = serializers.CharField(source="redemption.public_id")
    url = serializers.CharField()
    reward = serializers.CharField(source="reward.public_id")
    name = serializers.CharField(source="reward.name")
    kind = serializers.ChoiceField(source="reward.kind", choices=states.REWARD_KIND)
    state = serializers.ChoiceField(source="redemption.state", choices=states.REDEMPTION)
    price = serializers.IntegerField(source="redemption.price")
    note = serializers.CharField(source="redemption.note")
    answer = serializers.CharField(source="redemption.answer", help_text="What the brand says.")
    reserved_at = serializers.DateTimeField(source="redemption.reserved_at")
    issued_at = serializers.DateTimeField(source="redemption.issued_at", allow_null=True)
    expires_at = serializers.DateTimeField(source="redemption.expires_at", allow_null=True)
    may_cancel = serializers.BooleanField()
    lacks_address = serializers.BooleanField(help_text="It cannot be sent before I say where to.")
    ship_by = serializers.DateTimeField(allow_null=True, help_text="By when it is to be sent, while it is not.")
    is_late = serializers.BooleanField(help_text="It should have been sent: take it back, or wait.")
    back_at = serializers.DateTimeField(allow_null=True, help_text="When the spark of a late one comes by itself.")


class RewardStepSerializer(serializers.Serializer):
    """Something that happened to the redemption."""

    at = serializers.DateTimeField()
    words = serializers.CharField()


class FullRedemptionSerializer(RedemptionSerializer):
    """A redemption with its code, address and every step, for its owner alone."""

    code = serializers.CharField(help_text="Empty for what has none, and before it is issued.")
    address = KeptAddressSerializer(allow_null=True)
    steps = serializers.SerializerMethodField()

    @extend_schema_field(RewardStepSerializer(many=True))
    def get_steps(self, mine: Mine) -> Any:
        said = [(event.at, words_of(event, is_free=mine.is_free)) for event in steps_of(mine.redemption)]
        told = [{"at": at, "words": words} for at, words in said if words]
        return RewardStepSerializer(told, many=True).data


class RewardTermsSerializer(ByHelpSerializer):
    """A reward as its brand wants it; what is left out gets its default, and nothing but a name is needed yet."""

    names = TextsSerializer()
    taglines = TextsSerializer(required=False)
    stories = TextsSerializer(required=False)
    hows = TextsSerializer(required=False)
    kind = serializers.ChoiceField(choices=states.REWARD_KIND, required=False)
    icon = serializers.CharField(required=False, help_text=f"One of: {', '.join(ICONS)}.")
    price = serializers.IntegerField(required=False)
    stock = serializers.IntegerField(required=False, help_text="Of a code it is the number of its codes.")
    per_member = serializers.IntegerField(required=False)
    least_level = serializers.IntegerField(required=False)
    least_tier = serializers.CharField(required=False, allow_blank=True, help_text="The key of a tier; empty: none.")
    only_scope = serializers.CharField(required=False, allow_blank=True, help_text="`group:7`, of mine.")
    needs_approval = serializers.BooleanField(required=False)
    valid_days = serializers.IntegerField(required=False)
    expiry = serializers.ChoiceField(choices=states.REWARD_EXPIRY, required=False)
    opens_at = serializers.DateTimeField(required=False, allow_null=True)
    closes_at = serializers.DateTimeField(required=False, allow_null=True)


class RewardEditSerializer(RewardTermsSerializer, EditSerializer):
    """The same, on top of what I have read; a field that is left out gets its default."""


class OwnRewardSerializer(RewardTermsSerializer):
    """A reward as its brand and staff see it."""

    version = VersionField()

    id = serializers.CharField(source="public_id")
    state = serializers.ChoiceField(choices=states.REWARD)
    taken = serializers.IntegerField()
    left = serializers.IntegerField()
    reason = serializers.CharField(help_text="Why it came back, is paused or is closed.")


class StockSerializer(serializers.Serializer):
    """More of it."""

    more = serializers.IntegerField(min_value=1, max_value=1_000_000)


class CodesSerializer(serializers.Serializer):
    """Codes to hand out, each once."""

    codes = serializers.ListField(child=serializers.CharField(max_length=LENGTH), max_length=MOST_AT_ONCE)


class CodesAddedSerializer(serializers.Serializer):
    """How many codes are new. They are never given back."""

    fresh = serializers.IntegerField()
    known = serializers.IntegerField()


class AskedSerializer(serializers.Serializer):
    """A redemption as the brand sees it: never its code; where to only for those who pack."""

    id = serializers.CharField(source="redemption.public_id")
    member = PersonSerializer(source="redemption.user")
    state = serializers.ChoiceField(source="redemption.state", choices=states.REDEMPTION)
    price = serializers.IntegerField(source="redemption.price")
    note = serializers.CharField(source="redemption.note")
    answer = serializers.CharField(source="redemption.answer")
    reserved_at = serializers.DateTimeField(source="redemption.reserved_at")
    address = KeptAddressSerializer(allow_null=True)


class AnswerSerializer(serializers.Serializer):
    """What the brand says; refusing and taking back need a reason."""

    answer = serializers.ChoiceField(choices=["approve", "reject", "use", "reverse"])
    reason = serializers.CharField(required=False, allow_blank=True, default="")


RewardPage, RedemptionPage = page_of(RewardSerializer), page_of(RedemptionSerializer)
OwnRewardPage, AskedPage = page_of(OwnRewardSerializer), page_of(AskedSerializer)
