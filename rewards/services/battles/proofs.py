"""Proving that every score and every result is what the record says; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from lib import documents
from rewards.models import Battle, BattlePlayer
from rewards.scoring.tally import Tally
from rewards.services.battles import counting, folding
from rewards.services.battles.rules import are_kept

COUNTED = (Battle.State.TALLIED, Battle.State.FINAL)


@dataclass(frozen=True)
class Difference:
    """Where something is wrong with a battle: what is stored, and what it should be."""

    battle: str
    what: str
    stored: object
    expected: object

    def __str__(self) -> str:
        return f"battle {self.battle}: {self.what} is {self.stored}, should be {self.expected}"


def check(battles: QuerySet[Battle]) -> Iterator[Difference]:
    """Yield every difference of the battles that have rules. Queries: about 10 for each."""
    for battle in battles.exclude(rules_hash="").order_by("pk"):
        yield from _check(battle)


def _check(battle: Battle) -> Iterator[Difference]:
    name = battle.public_id
    if documents.digest(battle.rules or {}) != battle.rules_hash:
        yield Difference(name, "the hash of the rules", battle.rules_hash, documents.digest(battle.rules or {}))
    elif not are_kept(battle):
        yield Difference(name, "what it says, or who its teams are for,", "something else", "what was announced")
    found = folding.whole(battle)
    expected = {standing.team: standing.score for standing in found.standings}
    stored = dict(battle.teams.values_list("public_id", "score"))
    if stored != expected:
        yield Difference(name, "the score of the teams", stored, expected)
    points = dict(BattlePlayer.objects.filter(battle=battle).values_list("user__public_id", "points"))
    if points != found.players:
        yield Difference(name, "the points of the players", points, found.players)
    roster = {team: len(people) for team, people in folding.rosters(battle).items()}
    counted = dict(battle.teams.values_list("public_id", "players"))
    if counted != roster:
        yield Difference(name, "the number of the players", counted, roster)
    if battle.state in COUNTED:
        yield from _check_places(battle, found)
        yield from _check_result(battle, counting.document_of(found))


def _check_places(battle: Battle, found: Tally) -> Iterator[Difference]:
    places = {standing.team: (standing.place, standing.reached_at) for standing in found.standings}
    stored = {team: tuple(rest) for team, *rest in battle.teams.values_list("public_id", "place", "reached_at")}
    if stored != places:
        yield Difference(battle.public_id, "the places of the teams", stored, places)


def _check_result(battle: Battle, document: dict[str, object]) -> Iterator[Difference]:
    latest = battle.results.order_by("-seq").first()
    if latest is None or latest.document != document:
        yield Difference(battle.public_id, "the result", latest and latest.document, document)
    elif latest.inputs_hash != counting.inputs_hash(battle):
        yield Difference(battle.public_id, "the hash of the inputs", latest.inputs_hash, counting.inputs_hash(battle))
