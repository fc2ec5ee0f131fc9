"""Battles as everybody sees them, as players act in them, and as brands and staff run them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from lib.api.describing import page_of
from lib.api.texts import TextsSerializer
from rewards.api.shapes import states
from rewards.api.shapes.campaigns import CampaignRefSerializer
from rewards.api.shapes.drafts import EditSerializer, VersionField
from rewards.models import Battle
from rewards.selectors.battle_feed import Entry
from rewards.selectors.battle_mine import Mine
from rewards.selectors.battle_sides import Side
from rewards.selectors.battles import Board, Card
from rewards.services.battles.terms import MOST_TEAMS


@dataclass(frozen=True)
class Shown:
    """A battle's page: the board, and what is one's own."""

    board: Board
    mine: Mine


@dataclass(frozen=True)
class Written:
    """A battle as its brand sees it; `lacks` says what keeps it from being announced."""

    battle: Battle
    card: Card
    lacks: Mapping[str, object]
    objections: tuple[Any, ...]


class BattleTeamSerializer(serializers.Serializer):
    """A team with its score; texts in the reader's language."""

    id = serializers.CharField(source="team.public_id")
    name = serializers.CharField(source="team.name")
    score = serializers.IntegerField(source="team.score")
    place = serializers.IntegerField(help_text="Teams can share one.")
    players = serializers.IntegerField(source="team.players")
    most_players = serializers.IntegerField(source="team.most_players")
    brought = serializers.SerializerMethodField(help_text="How often each source gave points, by its key.")

    def get_brought(self, side: Side) -> dict[str, int]:
        return {source.key: units for source, units in side.brought}


class BattleCardSerializer(serializers.Serializer):
    """A battle in a list. What a brand runs is sponsored: say whose it is."""

    id = serializers.CharField(source="battle.public_id")
    url = serializers.CharField()
    brand = BrandRefSerializer(source="battle.brand")
    name = serializers.CharField(source="battle.name")
    state = serializers.ChoiceField(source="battle.state", choices=states.BATTLE)
    teams = BattleTeamSerializer(source="sides", many=True)
    starts_at = serializers.DateTimeField(source="battle.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="battle.ends_at", allow_null=True)


class MyPartSerializer(serializers.Serializer):
    """What is mine in a battle."""

    team = serializers.CharField(source="side.team.public_id", allow_null=True, help_text="The team I play for.")
    points = serializers.IntegerField(source="player.points", allow_null=True)
    today = serializers.IntegerField(help_text="Of the daily cap, while it runs.")
    may_leave = serializers.BooleanField()
    may_object = serializers.BooleanField()


class BattleSerializer(serializers.Serializer):
    """All that one sees of a battle."""

    id = serializers.CharField(source="board.battle.public_id")
    url = serializers.CharField(source="board.url")
    topic = serializers.SerializerMethodField(help_text="Its live topic: see docs/live-events.md.")
    brand = BrandRefSerializer(source="board.battle.brand")
    campaign = CampaignRefSerializer(source="board.battle.campaign", allow_null=True)
    name = serializers.CharField(source="board.battle.name")
    story = serializers.CharField(source="board.battle.story")
    prize = serializers.CharField(source="board.battle.prize", help_text="What the winners get.")
    thank = serializers.CharField(source="board.battle.thank", help_text="What everybody gets who brings something.")
    state = serializers.ChoiceField(source="board.battle.state", choices=states.BATTLE)
    reason = serializers.CharField(source="board.battle.reason", help_text="Why it was called off.")
    teams = BattleTeamSerializer(source="board.sides", many=True)
    sources = serializers.SerializerMethodField(help_text="Points of one unit, by the key of the source, as frozen.")
    daily_cap = serializers.IntegerField(source="board.battle.daily_cap", help_text="The most of a player and day.")
    best_of = serializers.IntegerField(source="board.battle.best_of", help_text="Players of a team who count; 0: all.")
    starts_at = serializers.DateTimeField(source="board.battle.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="board.battle.ends_at", allow_null=True)
    rules_hash = serializers.CharField(source="board.battle.rules_hash", help_text="SHA-256 of the frozen rules.")
    mine = serializers.SerializerMethodField(help_text="Null for who does not play.")

    def get_topic(self, shown: Shown) -> str:
        return f"battle:{shown.board.battle.pk}"

    def get_sources(self, shown: Shown) -> dict[str, int]:
        found: dict[str, int] = (shown.board.battle.rules or {}).get("sources", {})
        return found

    @extend_schema_field(MyPartSerializer(allow_null=True))
    def get_mine(self, shown: Shown) -> Any:
        return MyPartSerializer(shown.mine).data if shown.mine.player else None


class ScoreEventSerializer(serializers.Serializer):
    """A line of the record: what somebody brought, or (`units` below 0) what was taken back of it."""

    number = serializers.IntegerField(help_text="Rises with each line.")
    at = serializers.DateTimeField()
    person = PersonSerializer(source="who")
    team = serializers.CharField(source="team.public_id")
    source = serializers.CharField()  # type: ignore[assignment]  # the member is called so
    units = serializers.IntegerField()
    points = serializers.IntegerField(help_text="What counted after the daily cap; 0 for what was taken back.")
    words = serializers.CharField(help_text="What it was, in the reader's language, to go on from their name.")
    is_taken_back = serializers.SerializerMethodField()

    def get_is_taken_back(self, entry: Entry) -> bool:
        return entry.is_gone


class BattleRecordSerializer(serializers.Serializer):
    """What a count is made of, and the count in force: hash `inputs` as JSON with sorted keys and no spaces."""

    inputs = serializers.DictField()
    inputs_hash = serializers.CharField()
    rules_hash = serializers.CharField()
    result = serializers.DictField(allow_null=True, help_text="Null before it is counted.")
    result_inputs_hash = serializers.CharField(allow_null=True)


class JoinBattleSerializer(serializers.Serializer):
    """The team to play for."""

    team = serializers.CharField(max_length=12)


class EnterBattleSerializer(serializers.Serializer):
    """The buying team that I lead."""

    buyteam = serializers.CharField(max_length=12)


class WordsSerializer(serializers.Serializer):
    """What is wrong with the count, or the answer to it."""

    words = serializers.CharField()


class ObjectionSerializer(serializers.Serializer):
    """What a player says against a count."""

    id = serializers.IntegerField(source="pk")
    person = PersonSerializer(source="user")
    words = serializers.CharField()
    made_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class SideTermsSerializer(serializers.Serializer):
    """A team that the brand names; with a `scope` such as `group:7` only the members of that place play for it."""

    names = TextsSerializer()
    scope = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)


class BattleTermsSerializer(serializers.Serializer):
    """A battle as its brand wants it; what is left out gets its default, and nothing but a name is needed yet."""

    names = TextsSerializer()
    stories = TextsSerializer(required=False)
    prizes = TextsSerializer(required=False)
    thanks = TextsSerializer(required=False)
    letters = TextsSerializer(required=False)
    sides = serializers.ListField(child=SideTermsSerializer(), required=False, max_length=MOST_TEAMS)
    sources = serializers.DictField(
        child=serializers.IntegerField(), required=False, help_text="Points of one unit, by the key of the source."
    )
    campaign = serializers.CharField(required=False, allow_null=True, max_length=12, help_text="The id of one's own.")
    daily_cap = serializers.IntegerField(required=False)
    best_of = serializers.IntegerField(required=False)
    most_players = serializers.IntegerField(required=False)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)


class BattleEditSerializer(BattleTermsSerializer, EditSerializer):
    """The same, on top of what I have read; a field that is left out gets its default."""


class OwnBattleSerializer(serializers.Serializer):
    """A battle as its brand sees it."""

    version = VersionField(source="battle")

    id = serializers.CharField(source="battle.public_id")
    brand = BrandRefSerializer(source="battle.brand")
    campaign = CampaignRefSerializer(source="battle.campaign", allow_null=True)
    state = serializers.ChoiceField(source="battle.state", choices=states.BATTLE)
    names = TextsSerializer(source="battle.names")
    stories = TextsSerializer(source="battle.stories")
    prizes = TextsSerializer(source="battle.prizes")
    thanks = TextsSerializer(source="battle.thanks")
    letters = TextsSerializer(source="battle.letters")
    teams = BattleTeamSerializer(source="card.sides", many=True)
    sources = serializers.DictField(source="battle.sources", child=serializers.IntegerField())
    daily_cap = serializers.IntegerField(source="battle.daily_cap")
    best_of = serializers.IntegerField(source="battle.best_of")
    most_players = serializers.IntegerField(source="battle.most_players")
    starts_at = serializers.DateTimeField(source="battle.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="battle.ends_at", allow_null=True)
    reason = serializers.CharField(source="battle.reason", help_text="Why it came back, or was called off.")
    rules_hash = serializers.CharField(source="battle.rules_hash")
    lacks = serializers.DictField(
        child=serializers.CharField(), help_text="What keeps a draft from being announced, by field."
    )
    objections = ObjectionSerializer(many=True)


BattleCardPage = page_of(BattleCardSerializer)
ScoreEventPage = page_of(ScoreEventSerializer)
