"""The result of a battle: a pure function of its rules, its players and its score events.

The order in which events are given changes nothing, and neither does where it is computed.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """What the fold must know. `daily_cap` is the most points of a player and day, `best_of` how many players of a
    team count, its best ones; 0 leaves either out. `sources` are the points of one unit by source."""

    sources: Mapping[str, int]
    daily_cap: int
    best_of: int


@dataclass(frozen=True, slots=True)
class Event:
    """`units` of a `source` for a player on a day. An undo is an event of its own that repeats its cause with units
    below 0, a redo one that adds them again; all three carry the activity, day and moment of the cause."""

    cause_id: int
    source: str
    player: str
    units: int
    day: date
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A team's end: `score`, when it last rose to it, and the place, which teams may share."""

    team: str
    score: int
    reached_at: datetime | None
    place: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one event did: the points that its player gained, cut at the cap, and the score of the team after it."""

    event: Event
    team: str
    gained: int
    score: int


@dataclass(frozen=True)
class Tally:
    """The teams from the first to the last, and what each player brought."""

    standings: tuple[Standing, ...]
    players: Mapping[str, int]


def tally(rules: Rules, teams: Mapping[str, Collection[str]], events: Iterable[Event]) -> Tally:
    """Return the result for `teams`, the players of each by public id.

    A player's points of a day are cut at the cap; a team's score is the sum of its best players. More points come
    first; of as many, the team that had them earlier; of as early, both share the place.
    """
    fold = _Fold(rules, _team_of(teams))
    for _step in fold.take(events):
        pass
    rows = [(team, fold.score(team), fold.reached.get(team)) for team in teams]
    return Tally(_placed(rows), {player: fold.points.get(player, 0) for player in _team_of(teams)})


def replay(rules: Rules, teams: Mapping[str, Collection[str]], events: Iterable[Event]) -> Iterator[Step]:
    """Yield what each event that stands did, in the order of time; what was taken back is left out."""
    return _Fold(rules, _team_of(teams)).take(events)


def _team_of(teams: Mapping[str, Collection[str]]) -> dict[str, str]:
    return {player: team for team, players in teams.items() for player in players}


class _Fold:
    """The events taken in so far, the earliest first."""

    def __init__(self, rules: Rules, team_of: Mapping[str, str]) -> None:
        self.points: dict[str, int] = defaultdict(int)
        self.reached: dict[str, datetime] = {}
        self._rules, self._team_of = rules, team_of
        self._days: dict[tuple[str, date], int] = defaultdict(int)
        self._players: dict[str, dict[str, int]] = defaultdict(dict)

    def take(self, events: Iterable[Event]) -> Iterator[Step]:
        for event in sorted(_net(events), key=_moment):
            if event.player in self._team_of:
                team, gained = self._team_of[event.player], self._gain(event)
                if gained:
                    self._add(event, team, gained)
                yield Step(event, team, gained, self.score(team))

    def _gain(self, event: Event) -> int:
        day = event.player, event.day
        before = self._cut(self._days[day])
        self._days[day] += event.units * self._rules.sources.get(event.source, 0)
        return self._cut(self._days[day]) - before

    def _add(self, event: Event, team: str, gained: int) -> None:
        score = self.score(team)
        self.points[event.player] += gained
        self._players[team][event.player] = self.points[event.player]
        if self.score(team) != score:
            self.reached[team] = event.happened_at

    def score(self, team: str) -> int:
        scores = self._players[team].values()
        return sum(heapq.nlargest(self._rules.best_of, scores) if self._rules.best_of else scores)

    def _cut(self, points: int) -> int:
        return min(points, self._rules.daily_cap) if self._rules.daily_cap else points


def _net(events: Iterable[Event]) -> list[Event]:
    """Fold what was done, undone and redone into what stands."""
    found: dict[tuple[int, str, str], Event] = {}
    for event in events:
        key = event.cause_id, event.source, event.player
        known = found.get(key)
        found[key] = replace(event, units=event.units + known.units) if known else event
    return [event for event in found.values() if event.units > 0]


def _moment(event: Event) -> tuple[datetime, int, str]:
    return event.happened_at, event.cause_id, event.source


def _placed(rows: Iterable[tuple[str, int, datetime | None]]) -> tuple[Standing, ...]:
    placed: list[Standing] = []
    for number, (team, score, reached_at) in enumerate(sorted(rows, key=_order), start=1):
        last = placed[-1] if placed else None
        is_equal = last is not None and (last.score, last.reached_at) == (score, reached_at)
        placed.append(Standing(team, score, reached_at, last.place if last and is_equal else number))
    return tuple(placed)


def _order(row: tuple[str, int, datetime | None]) -> tuple[int, float, str]:
    team, score, reached_at = row
    return -score, reached_at.timestamp() if reached_at else math.inf, team
