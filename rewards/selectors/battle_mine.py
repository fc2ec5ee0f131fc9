"""What is one's own on a battle's page: the team, today's points, the doors that are open, an objection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.models import User
from gamify.registry import scopes
from rewards import paths
from rewards.models import Battle, BattlePlayer, BattleTeam, BuyTeam, Objection, ScoreEvent, Seat
from rewards.scoring.tally import Event, Rules, tally
from rewards.selectors.battle_sides import COUNTED, Side
from rewards.selectors.teams import name_of
from rewards.services.battles.counting import OPEN_FOR
from rewards.services.battles.entering import IN, OPEN
from rewards.services.battles.rules import fold_rules
from rewards.services.battles.terms import MOST_TEAMS

if TYPE_CHECKING:
    from rewards.querysets import Viewer

State = Battle.State


@dataclass(frozen=True)
class Door:
    """A team that one may play for, or why not: it is full, or belongs to a group or to a team that buys.

    `place` is the name of the group, for those who may know it.
    """

    side: Side
    is_open: bool
    is_full: bool = False
    place: str = ""
    needs_seat: bool = False
    url: str = ""


@dataclass(frozen=True)
class Mine:
    """What a battle's page shows to one person."""

    player: BattlePlayer | None = None
    side: Side | None = None
    today: int = 0
    doors: tuple[Door, ...] = ()
    to_enter: tuple[tuple[BuyTeam, str], ...] = ()
    objection: Objection | None = None
    may_leave: bool = False
    may_object: bool = False
    objections_until: datetime | None = None

    @property
    def has_open_door(self) -> bool:
        return any(door.is_open for door in self.doors)


def topic_of(viewer: Viewer) -> str:
    """Return the live topic of one's own points in battles."""
    return f"member:{viewer.public_id}:battles" if viewer.is_authenticated else ""


def mine(*, viewer: Viewer, battle: Battle, sides: Sequence[Side], now: datetime) -> Mine:
    """Return what is the viewer's own on the page of a battle.

    Queries: none for visitors; 3 for a player (2 before it begins); else 1, while it is open 3 and 1 for each kind of
    place, and 1 for each group whose name one may or may not know.
    """
    if not viewer.is_authenticated:
        return Mine(doors=_doors(sides, own=(), seats=frozenset(), names={}) if battle.state in OPEN else ())
    player = BattlePlayer.objects.filter(battle=battle, user=viewer).first()
    if player is None:
        return _of_others(viewer, battle, sides)
    objection = None
    if battle.state in COUNTED:
        objection = Objection.objects.filter(battle=battle, user=viewer).first()
    return Mine(
        player=player,
        side=next((side for side in sides if side.team.pk == player.team_id), None),
        today=_today(battle, viewer, now) if battle.state == State.RUNNING else 0,
        objection=objection,
        may_leave=battle.state == State.ANNOUNCED,
        may_object=battle.state == State.TALLIED and objection is None,
        objections_until=battle.tallied_at + OPEN_FOR if battle.tallied_at else None,
    )


def _of_others(viewer: User, battle: Battle, sides: Sequence[Side]) -> Mine:
    if battle.state not in OPEN:
        return Mine()
    places = [side.team.scope for side in sides if side.team.scope]
    own = scopes.mine(viewer) if places else ()
    known = [place for place in places if place in own or scopes.may_see(viewer, place)]
    teams = [side.team.buyteam_id for side in sides if side.team.buyteam_id]
    seats: frozenset[int] = frozenset()
    if battle.campaign_id:
        mine = Seat.objects.filter(user=viewer, campaign=battle.campaign_id, state__in=IN)
        seats = frozenset(mine.values_list("team_id", flat=True))
    doors = _doors(sides, own=own, seats=seats, names=scopes.names(known) if known else {})
    return Mine(doors=doors, to_enter=_to_enter(viewer, battle, teams, len(sides)))


def _to_enter(viewer: User, battle: Battle, teams: Sequence[int | None], count: int) -> tuple[tuple[BuyTeam, str], ...]:
    """Return the teams of the campaign that the viewer leads and could enter."""
    if battle.campaign_id is None or count >= MOST_TEAMS:
        return ()
    rows = BuyTeam.objects.filter(campaign=battle.campaign_id, captain=viewer, size__gt=1, confirmed__gt=0)
    rows = rows.exclude(pk__in=[pk for pk in teams if pk]).exclude(has_succeeded=False)
    return tuple((team, name_of(team)) for team in rows.select_related("captain").order_by("-pk")[:MOST_TEAMS])


def _doors(
    sides: Sequence[Side], *, own: Sequence[str], seats: frozenset[int], names: Mapping[str, str]
) -> tuple[Door, ...]:
    return tuple(_door(side, own, seats, names) for side in sides)


def _door(side: Side, own: Sequence[str], seats: frozenset[int], names: Mapping[str, str]) -> Door:
    team: BattleTeam = side.team
    needs_group = bool(team.scope) and team.scope not in own
    needs_seat = team.buyteam_id is not None and team.buyteam_id not in seats
    buyteam = team.buyteam if team.buyteam_id else None
    return Door(
        side=side,
        is_open=not (needs_group or needs_seat or team.is_full),
        is_full=team.is_full,
        place=names.get(team.scope, ""),
        needs_seat=needs_seat,
        url=paths.of_team(buyteam) if buyteam and buyteam.is_listed and buyteam.is_forming else "",
    )


def _today(battle: Battle, viewer: User, now: datetime) -> int:
    """Return the points that the viewer's day brought so far, after the cap."""
    rules = fold_rules(battle)
    day = viewer.calendar.day(now)
    rows = ScoreEvent.objects.filter(battle=battle, user=viewer, day=day).order_by("pk")
    columns = ("cause_id", "source", "user__public_id", "units", "day", "happened_at")
    events = [Event(*row) for row in rows.values_list(*columns)]
    alone = Rules(rules.sources, rules.daily_cap, 0)
    return tally(alone, {"": [viewer.public_id]}, events).players[viewer.public_id]
