"""Seeds and plants as the API writes them."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from lib.api.describing import page_of
from lib.api.texts import TextsSerializer
from rewards.api.shapes import states
from rewards.api.shapes.drafts import EditSerializer, VersionField
from rewards.selectors.garden import STAGES

PLACE = "Where it grows: `group:7`, or `buyteam:5`."


class SeedSerializer(serializers.Serializer):
    """What a brand lets grow."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    story = serializers.CharField()
    harvest = serializers.CharField()
    kind = serializers.ChoiceField(choices=states.SEED_KIND)
    brand = BrandRefSerializer()
    state = serializers.ChoiceField(choices=states.SEED)
    goal = serializers.IntegerField(help_text="Sunshine it needs.")
    most_each = serializers.IntegerField(help_text="The most that one member gives.")
    days = serializers.IntegerField()
    stock = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Harvests that are promised to no plant yet.")


class PlantSerializer(serializers.Serializer):
    """A plant."""

    id = serializers.CharField(source="plant.public_id")
    url = serializers.CharField()
    seed = SeedSerializer(source="plant.seed")
    place = serializers.CharField(source="plant.scope", help_text=PLACE)
    place_name = serializers.CharField(source="place")
    state = serializers.ChoiceField(source="plant.state", choices=states.PLANT)
    goal = serializers.IntegerField(source="plant.goal", help_text="Never changes while it grows.")
    watered = serializers.IntegerField(source="plant.watered")
    left = serializers.IntegerField(source="plant.left")
    most_each = serializers.IntegerField(source="plant.most_each")
    stage = serializers.IntegerField(help_text=f"0 for a seed, {STAGES} when ripe.")
    people = serializers.IntegerField(help_text="How many gave something.")
    planted_at = serializers.DateTimeField(source="plant.planted_at")
    ends_at = serializers.DateTimeField(source="plant.ends_at")
    note = serializers.CharField(source="plant.note", help_text="How it was harvested, in its brand's words.")


class PourSerializer(serializers.Serializer):
    """Sunshine that somebody gave."""

    person = PersonSerializer(source="user")
    amount = serializers.IntegerField(source="watering.amount")
    at = serializers.DateTimeField(source="watering.at")


class PartSerializer(serializers.Serializer):
    """My own part."""

    has = serializers.IntegerField(help_text="Sunshine I have for it now.")
    gave = serializers.IntegerField()
    belongs = serializers.BooleanField(help_text="Whether I belong to its place.")


class WholePlantSerializer(PlantSerializer):
    """A plant with the latest who watered it, and my own part."""

    pours = PourSerializer(many=True)
    mine = PartSerializer()


class PlantingSerializer(serializers.Serializer):
    """Where it shall grow."""

    place = serializers.CharField(max_length=60, help_text=PLACE)


class WaterSerializer(serializers.Serializer):
    """How much of what I have."""

    amount = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0, help_text="0: all of it.")


class SeedTermsSerializer(serializers.Serializer):
    """A seed as its brand wants it; what is left out gets its default."""

    names = TextsSerializer()
    stories = TextsSerializer(required=False)
    harvests = TextsSerializer(required=False)
    kind = serializers.ChoiceField(choices=states.SEED_KIND, required=False)
    goal = serializers.IntegerField(required=False)
    most_each = serializers.IntegerField(required=False)
    days = serializers.IntegerField(required=False)
    stock = serializers.IntegerField(required=False)


class SeedEditSerializer(SeedTermsSerializer, EditSerializer):
    """The same, on top of what I have read; a field that is left out gets its default."""


class OwnSeedSerializer(SeedSerializer):
    """A seed as its brand and staff see it."""

    version = VersionField()

    names = TextsSerializer()
    stories = TextsSerializer()
    harvests = TextsSerializer()
    reason = serializers.CharField(help_text="Why it came back from review.")


class HarvestSerializer(serializers.Serializer):
    """How it was harvested; all who watered it read this."""

    note = serializers.CharField(max_length=500)


SeedPage, PlantPage, OwnSeedPage = page_of(SeedSerializer), page_of(PlantSerializer), page_of(OwnSeedSerializer)
