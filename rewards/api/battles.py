"""Battles: how they stand, what was brought, and what players do."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import documents, errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.shapes import battles as shapes
from rewards.models import Battle, BattleTeam
from rewards.selectors import battle_feed, battle_mine, battles as reads, teams
from rewards.services.battles import counting, entering

TAG = "Battles"


def battle_of(endpoint: Endpoint, public_id: str) -> Battle:
    """Return the announced battle. Queries: 1. Raises: NotFound."""
    return reads.find(viewer=endpoint.viewer, public_id=public_id)


def give_battle(endpoint: Endpoint, battle: Battle) -> Response:
    """Answer with the battle as whoever asks sees it. Queries: at most 10."""
    board = reads.board(pk=battle.pk)
    mine = battle_mine.mine(viewer=endpoint.viewer, battle=board.battle, sides=board.sides, now=endpoint.now)
    return endpoint.give(shapes.BattleSerializer, shapes.Shown(board, mine))


class Battles(Endpoint):
    """All of them."""

    @operation(
        "battle_list",
        TAG,
        "Announced battles, newest first",
        gives=shapes.BattleCardPage,
        asks=[AFTER, asked("stage", "Only those that are so far.", enum=list(reads.STAGES))],
    )
    def get(self, request: Request) -> Response:
        found = reads.page(viewer=self.viewer, stage=request.query_params.get("stage", ""), after=self.after)
        return self.give_page(shapes.BattleCardPage, found.cards, found.next_cursor)


class OneBattle(Endpoint):
    """A battle."""

    @operation("battle_read", TAG, "A battle: its teams, rules, and my part in it", gives=shapes.BattleSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return give_battle(self, battle_of(self, public_id))


class Events(Endpoint):
    """The record."""

    @operation("battle_event_list", TAG, "What was brought, newest first", gives=shapes.ScoreEventPage, asks=[AFTER])
    def get(self, request: Request, public_id: str) -> Response:
        found = battle_feed.page(battle=battle_of(self, public_id), slots={}, after=self.after)
        return self.give_page(shapes.ScoreEventPage, found.entries, found.next_cursor)


class Result(Endpoint):
    """The count."""

    @operation(
        "battle_result_read",
        TAG,
        "Everything that a count is made of, its result and the hashes of both",
        gives=shapes.BattleRecordSerializer,
    )
    def get(self, request: Request, public_id: str) -> Response:
        battle = battle_of(self, public_id)
        result = battle.results.order_by("-seq").first()
        inputs = counting.inputs_of(battle)
        return Response(
            {
                "inputs": inputs,
                "inputs_hash": documents.digest(inputs),
                "rules_hash": battle.rules_hash,
                "result": result.document if result else None,
                "result_inputs_hash": result.inputs_hash if result else None,
            }
        )


class Part(MemberEndpoint):
    """My place in a team."""

    @operation(
        "battle_join",
        TAG,
        "Play for a team; again changes nothing",
        takes=shapes.JoinBattleSerializer,
        gives=shapes.BattleSerializer,
        example={"team": "5kq2m8xw3rdt"},
        description="409 `rewards.battle_team_full`, `rewards.battle_other_team` (`data.team` says which), "
        "`rewards.battle_moment`; 403 `rewards.battle_not_of_them` for a team of a group or of buyers one is not in.",
    )
    def put(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.CHOOSE, who=self.member.public_id, now=self.now)
        battle = battle_of(self, public_id)
        named = self.read(shapes.JoinBattleSerializer)["team"]
        team = BattleTeam.objects.filter(battle=battle, public_id=named).first()
        if team is None:
            raise errors.NotFound(code="rewards.battle_team_not_found")
        entering.join(actor=self.member, team=team, now=self.now)
        return give_battle(self, battle)

    @operation("battle_leave", TAG, "Play for nobody, before it begins", gives=shapes.BattleSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.CHOOSE, who=self.member.public_id, now=self.now)
        battle = battle_of(self, public_id)
        entering.leave(actor=self.member, battle=battle)
        return give_battle(self, battle)


class Entries(MemberEndpoint):
    """Buying teams that play."""

    @operation(
        "battle_enter",
        TAG,
        "Enter with the buying team I lead; its members play, later ones too",
        takes=shapes.EnterBattleSerializer,
        gives=shapes.BattleSerializer,
        example={"buyteam": "5kq2m8xw3rdt"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.CHOOSE, who=self.member.public_id, now=self.now)
        battle = battle_of(self, public_id)
        buyteam = teams.find(viewer=self.viewer, public_id=self.read(shapes.EnterBattleSerializer)["buyteam"])
        entering.enter(actor=self.member, battle=battle, buyteam=buyteam, now=self.now)
        return give_battle(self, battle)


class Objections(MemberEndpoint):
    """What is wrong with the count."""

    @operation(
        "battle_object",
        TAG,
        "Object to the count, once, within a day of it",
        takes=shapes.WordsSerializer,
        gives=shapes.ObjectionSerializer,
        status=201,
        also=[200],
        example={"words": "My story of Tuesday is missing."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.OBJECT, who=self.member.public_id, now=self.now)
        battle = battle_of(self, public_id)
        words = self.read(shapes.WordsSerializer)["words"]
        made = counting.object_to(actor=self.member, battle=battle, words=words, now=self.now)
        return self.give(shapes.ObjectionSerializer, made, 201 if made.made_at == self.now else 200)
