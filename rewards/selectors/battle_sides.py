"""The teams of a battle as boards draw them: place, share of the bar, faces and what each source brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Sum, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from rewards import scoring
from rewards.models import Battle, BattlePlayer, BattleTeam, ScoreEvent

FACES = 5
SLOTS = "abcdefgh"
COUNTED = (Battle.State.TALLIED, Battle.State.FINAL)


@dataclass(frozen=True)
class Side:
    """A team as boards draw it. `slot` is its colour and pattern, `brought` how often each source gave it points."""

    team: BattleTeam
    slot: str
    place: int
    is_shared: bool
    share: int
    faces: tuple[User, ...] = ()
    brought: tuple[tuple[scoring.Source, int], ...] = ()

    @property
    def others(self) -> int:
        return max(0, self.team.players - len(self.faces))

    @property
    def weight(self) -> int:
        """Its part of a bar that two share; without any points both have as much."""
        return max(self.team.score, 1)


def sides(
    battle: Battle,
    teams: Sequence[BattleTeam],
    *,
    faces: Mapping[int, Sequence[User]] | None = None,
    brought: Mapping[int, Mapping[str, int]] | None = None,
) -> tuple[Side, ...]:
    """Return the teams in the order of their positions, each with its place and its share of the bar."""
    best = max((team.score for team in teams), default=0)
    places = {team.pk: _place(battle, team, teams) for team in teams}
    return tuple(
        Side(
            team=team,
            slot=SLOTS[number % len(SLOTS)],
            place=places[team.pk],
            is_shared=list(places.values()).count(places[team.pk]) > 1,
            share=round(100 * team.score / best) if best else 0,
            faces=tuple((faces or {}).get(team.pk, ())),
            brought=_named((brought or {}).get(team.pk, {})),
        )
        for number, team in enumerate(teams)
    )


def faces_of(battle: Battle) -> dict[int, list[User]]:
    """Return the players with most points of each team, FACES at most. Queries: 1."""
    order = (F("points").desc(), F("joined_at").asc(), F("pk").asc())
    number = Window(RowNumber(), partition_by=F("team"), order_by=order)
    rows = BattlePlayer.objects.filter(battle=battle).annotate(number=number)
    found: dict[int, list[User]] = defaultdict(list)
    for player in rows.filter(number__lte=FACES).select_related("user").order_by("team", "number"):
        found[player.team_id].append(player.user)
    return found


def brought_to(battle: Battle) -> dict[int, dict[str, int]]:
    """Return how often each source gave points to each team. Queries: 1."""
    rows = ScoreEvent.objects.filter(battle=battle).values_list("team_id", "source")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for team, source, units in rows.annotate(units=Sum("units")).order_by():
        found[team][source] = units
    return found


def _place(battle: Battle, team: BattleTeam, teams: Iterable[BattleTeam]) -> int:
    """Return what the count says, before that how many are in front."""
    if battle.state in COUNTED and team.place is not None:
        return team.place
    return 1 + sum(other.score > team.score for other in teams)


def _named(units: Mapping[str, int]) -> tuple[tuple[scoring.Source, int], ...]:
    return tuple((source, units[source.key]) for source in scoring.every() if units.get(source.key))
