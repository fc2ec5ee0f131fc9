"""Battles as pages and the API show them to everybody: lists, and the board with its teams."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from lib import errors, paging
from live.selectors import topics
from rewards import paths
from rewards.models import Battle, BattlePlayer, BattleTeam, Campaign
from rewards.querysets import BattleQuerySet
from rewards.selectors import battle_feed
from rewards.selectors.battle_feed import Entry
from rewards.selectors.battle_sides import COUNTED, Side, brought_to, faces_of, sides

if TYPE_CHECKING:
    from rewards.querysets import Viewer

SIZE = 20
MOST = 60
State = Battle.State
STAGES = {
    "running": (State.RUNNING,),
    "coming": (State.ANNOUNCED,),
    "over": (State.LOCKED, State.TALLIED, State.FINAL, State.VOID),
}


@dataclass(frozen=True)
class Card:
    """A battle in a list; `version` is that of its topic, where it was asked for."""

    battle: Battle
    url: str
    sides: tuple[Side, ...]
    version: int = field(default=0, kw_only=True)

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
    rows = _public(viewer).annotate(live_version=topics.version_beside("battle")).prefetch_related(_TEAMS)
    return tuple(sorted(map(card, rows.order_by("-starts_at", "-pk")[:MOST]), key=_rank))


def page(*, viewer: Viewer, stage: str = "", after: str = "") -> Cards:
    """Return a page of announced battles in `stage` ("" for all), newest first. Queries: 2."""
    rows = _public(viewer).prefetch_related(_TEAMS)
    rows = rows.filter(state__in=STAGES[stage]) if stage else rows
    shown, next_cursor = paging.newest(rows, after, SIZE)
    return Cards(tuple(map(card, shown)), next_cursor)


def of_campaign(campaign: Campaign) -> tuple[Card, ...]:
    """Return the battles about a campaign that run or come. Queries: 2, 1 without any."""
    rows = Battle.objects.filter(campaign=campaign, state__in=(State.RUNNING, State.ANNOUNCED))
    return tuple(map(card, rows.select_related("brand").prefetch_related(_TEAMS).order_by("ends_at", "pk")))


def nearest(*, viewer: Viewer) -> int | None:
    """Return the running battle that `viewer` plays in, else the one that ends first. Queries: 1."""
    running = Battle.objects.filter(state=State.RUNNING).order_by("ends_at", "pk")
    if viewer.is_authenticated:
        plays = Exists(BattlePlayer.objects.filter(battle=OuterRef("pk"), user=viewer))
        running = running.order_by(plays.desc(), "ends_at", "pk")
    return running.values_list("pk", flat=True).first()


def running(*, pk: int) -> Card:
    """Return a battle that was just found to run. Queries: 2."""
    return card(Battle.objects.select_related("brand").prefetch_related(_TEAMS).get(pk=pk))


def card(battle: Battle) -> Card:
    """Return a battle whose teams were prefetched as a list shows it. Queries: 0."""
    version = getattr(battle, "live_version", 0)
    return Card(battle, paths.of_battle(battle), sides(battle, tuple(battle.teams.all())), version=version)


def board(*, pk: int) -> Board:
    """Return the moving part of a battle's page. Queries: 6, 5 when nothing was scored."""
    battle = Battle.objects.select_related("brand", "campaign").get(pk=pk)
    teams = tuple(battle.teams.select_related("buyteam"))
    drawn = sides(battle, teams, faces=faces_of(battle), brought=brought_to(battle))
    feed = battle_feed.latest(battle=battle, slots={side.team.pk: side.slot for side in drawn})
    return Board(battle=battle, url=paths.of_battle(battle), sides=drawn, feed=feed)


_TEAMS = Prefetch("teams", queryset=BattleTeam.objects.order_by("position", "pk"))


def _public(viewer: Viewer) -> BattleQuerySet:
    rows = Battle.objects.visible_to(viewer).exclude(rules_hash="")
    return rows.select_related("brand", "campaign__brand")


def _rank(found: Card) -> tuple[int, float, int]:
    """Order what runs by its end, what comes by its beginning, what is over by how lately."""
    battle = found.battle
    order = 0 if found.is_running else 1 if battle.state == State.ANNOUNCED else 2
    starts, ends = battle.starts_at, battle.ends_at
    at = (ends if order != 1 else starts) or battle.created_at
    return order, -at.timestamp() if order == 2 else at.timestamp(), -battle.pk
