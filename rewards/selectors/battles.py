"""Battles as pages and the API show them to everybody: lists, and the board with its teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import User
from lib import errors, paging
from rewards import paths, scoring
from rewards.models import Battle, BattlePlayer, BattleTeam, Campaign, ScoreEvent
from rewards.querysets import BattleQuerySet
from rewards.selectors import battle_feed
from rewards.selectors.battle_feed import Entry

if TYPE_CHECKING:
    from rewards.querysets import Viewer

FACES = 5
SIZE = 20
MOST = 60
SLOTS = "abcdefgh"
State = Battle.State
STAGES = {
    "running": (State.RUNNING,),
    "coming": (State.ANNOUNCED,),
    "over": (State.LOCKED, State.TALLIED, State.FINAL, State.VOID),
}
COUNTED = (State.TALLIED, State.FINAL)


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


@dataclass(frozen=True)
class Card:
    """A battle in a list."""

    battle: Battle
    url: str
    sides: tuple[Side, ...]

    @property
    def has_scores(self) -> bool:
        return self.battle.state in (State.RUNNING, State.LOCKED, *COUNTED)

    @property
    def is_duel(self) -> bool:
        return len(self.sides) == 2

    @property
    def is_running(self) -> bool:
        return self.battle.state == State.RUNNING

    @property
    def is_over(self) -> bool:
        return self.battle.state in STAGES["over"]

    @property
    def is_decided(self) -> bool:
        return self.battle.state in COUNTED

    @cached_property
    def ranked(self) -> tuple[Side, ...]:
        """The teams from the first to the last."""
        return tuple(sorted(self.sides, key=lambda side: (side.place, side.team.position)))

    @cached_property
    def winners(self) -> tuple[Side, ...]:
        """Who is in front with something to show for it; several, when they came there at the same time."""
        return tuple(side for side in self.sides if side.place == 1 and side.team.score)

    @property
    def winner_names(self) -> str:
        return _(", ").join(side.team.name for side in self.winners)

    @property
    def players(self) -> int:
        return sum(side.team.players for side in self.sides)


@dataclass(frozen=True)
class Board(Card):
    """The moving part of a battle's page, the same for everybody: scores, teams, what just happened."""

    feed: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Cards:
    """A page of battles."""

    cards: tuple[Card, ...]
    next_cursor: str


def topic_of(battle_pk: int) -> str:
    """Return the live topic of a battle's board."""
    return f"battle:{battle_pk}"


def find(*, viewer: Viewer, public_id: str) -> Battle:
    """Return an announced battle with its brand and campaign. Queries: 1. Raises: NotFound."""
    battle = _public(viewer).filter(public_id=public_id).first()
    if battle is None:
        raise errors.NotFound(code="rewards.battle_not_found")
    return battle


def listing(*, viewer: Viewer) -> tuple[Card, ...]:
    """Return the battles of the list page: what runs, what comes, what is over. Queries: 2."""
    rows = list(_public(viewer).prefetch_related(_TEAMS).order_by("-starts_at", "-pk")[:MOST])
    return tuple(sorted(map(card, rows), key=_rank))


def page(*, viewer: Viewer, stage: str = "", after: str = "") -> Cards:
    """Return a page of announced battles in `stage` ("" for all), newest first. Queries: 2. Raises: Invalid."""
    if stage and stage not in STAGES:
        raise errors.Invalid(fields={"stage": ", ".join(STAGES)}, code="rewards.unknown_stage")
    rows = _public(viewer).prefetch_related(_TEAMS)
    rows = rows.filter(state__in=STAGES[stage]) if stage else rows
    match paging.decode(after):
        case [pk] if paging.whole(pk) is not None:
            rows = rows.filter(pk__lt=pk)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    shown = found[:SIZE]
    return Cards(tuple(map(card, shown)), paging.encode([shown[-1].pk]) if len(found) > SIZE else "")


def of_campaign(campaign: Campaign) -> tuple[Card, ...]:
    """Return the battles about a campaign that run or come. Queries: 2, 1 without any."""
    rows = Battle.objects.filter(campaign=campaign, state__in=(State.RUNNING, State.ANNOUNCED))
    return tuple(map(card, rows.select_related("brand").prefetch_related(_TEAMS).order_by("ends_at", "pk")))


def for_home(*, viewer: Viewer) -> Card | None:
    """Return the running battle that `viewer` plays in, else the one that ends first. Queries: at most 3."""
    running = Battle.objects.filter(state=State.RUNNING).select_related("brand").prefetch_related(_TEAMS)
    running = running.order_by("ends_at", "pk")
    own = running.filter(players__user=viewer).first() if viewer.is_authenticated else None
    found = own or running.first()
    return card(found) if found else None


def card(battle: Battle) -> Card:
    """Return a battle whose teams were prefetched as a list shows it. Queries: 0."""
    return Card(battle=battle, url=paths.of_battle(battle), sides=sides(battle, tuple(battle.teams.all())))


def board(*, pk: int) -> Board:
    """Return the moving part of a battle's page. Queries: 6, 5 when nothing was scored."""
    battle = Battle.objects.select_related("brand", "campaign").get(pk=pk)
    teams = tuple(battle.teams.select_related("buyteam"))
    drawn = sides(battle, teams, faces=_faces(battle), brought=_brought(battle))
    feed = battle_feed.latest(battle=battle, slots={side.team.pk: side.slot for side in drawn})
    return Board(battle=battle, url=paths.of_battle(battle), sides=drawn, feed=feed)


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


_TEAMS = Prefetch("teams", queryset=BattleTeam.objects.order_by("position", "pk"))


def _public(viewer: Viewer) -> BattleQuerySet:
    rows = Battle.objects.visible_to(viewer).exclude(rules_hash="")
    return rows.select_related("brand", "campaign__brand")


def _place(battle: Battle, team: BattleTeam, teams: Iterable[BattleTeam]) -> int:
    """Return what the count says, before that how many are in front."""
    if battle.state in COUNTED and team.place is not None:
        return team.place
    return 1 + sum(other.score > team.score for other in teams)


def _faces(battle: Battle) -> dict[int, list[User]]:
    order = (F("points").desc(), F("joined_at").asc(), F("pk").asc())
    number = Window(RowNumber(), partition_by=F("team"), order_by=order)
    rows = BattlePlayer.objects.filter(battle=battle).annotate(number=number)
    found: dict[int, list[User]] = defaultdict(list)
    for player in rows.filter(number__lte=FACES).select_related("user").order_by("team", "number"):
        found[player.team_id].append(player.user)
    return found


def _brought(battle: Battle) -> dict[int, dict[str, int]]:
    rows = ScoreEvent.objects.filter(battle=battle).values_list("team_id", "source")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for team, source, units in rows.annotate(units=Sum("units")).order_by():
        found[team][source] = units
    return found


def _named(units: Mapping[str, int]) -> tuple[tuple[scoring.Source, int], ...]:
    return tuple((source, units[source.key]) for source in scoring.every() if units.get(source.key))


def _rank(found: Card) -> tuple[int, float, int]:
    """Order what runs by its end, what comes by its beginning, what is over by how lately."""
    battle = found.battle
    order = 0 if found.is_running else 1 if battle.state == State.ANNOUNCED else 2
    starts, ends = battle.starts_at, battle.ends_at
    at = (ends if order != 1 else starts) or battle.created_at
    return order, -at.timestamp() if order == 2 else at.timestamp(), -battle.pk
