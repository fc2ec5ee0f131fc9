"""What the marks of a challenge come to, and who is in front: pure, so that anybody can count again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Given(NamedTuple):
    """One mark: `cause` names what it gives or takes back (an activity, or a submission)."""

    entrant: int
    task: int
    cause: tuple[str, int]
    units: int
    item: str
    day: date
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What counting must know of a task."""

    task: int
    goal: int
    points: int
    most: int
    daily_most: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One task: its units, when the latest of them was done, and when the goal was reached, if it is."""

    units: int = 0
    last_at: datetime | None = None
    goal_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """All tasks of one party: `reached_at` is when it had this score."""

    score: int
    done: int
    reached_at: datetime | None
    finished_at: datetime | None
    tallies: Mapping[int, Tally]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part alone, or a team, by public id."""

    key: str
    score: int
    reached_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """What there is to win: `cost` points for each member of each of `places`, by `rule`."""

    position: int
    rule: str
    places: int
    cost: int


class Share(NamedTuple):
    """What each member of a party wins of a line."""

    key: str
    amount: int


def total(tasks: Sequence[Terms], given: Iterable[Given]) -> Total:
    """Return what the marks of one party come to."""
    by_task: dict[int, list[Given]] = {terms.task: [] for terms in tasks}
    for mark in given:
        by_task[mark.task].append(mark)
    tallies = {terms.task: tally(terms, by_task[terms.task]) for terms in tasks}
    moments = [found.last_at for found in tallies.values() if found.last_at]
    goals = [found.goal_at for found in tallies.values() if found.goal_at]
    return Total(
        score=sum(terms.points * tallies[terms.task].units for terms in tasks),
        done=len(goals),
        reached_at=max(moments, default=None),
        finished_at=max(goals) if tasks and len(goals) == len(tasks) else None,
        tallies=tallies,
    )


def tally(terms: Terms, given: Iterable[Given]) -> Tally:
    """Count what still stands of one task, in the order of time: each item once, so many a day, so many in all."""
    items: set[str] = set()
    days: dict[tuple[int, date], int] = {}
    units, last_at, goal_at = 0, None, None
    for mark in _standing(given):
        day = mark.entrant, mark.day
        is_known = bool(mark.item) and mark.item in items
        if is_known or units >= terms.most or (terms.daily_most and days.get(day, 0) >= terms.daily_most):
            continue
        items.add(mark.item)
        days[day] = days.get(day, 0) + 1
        units, last_at = units + 1, mark.happened_at
        if units == terms.goal:
            goal_at = mark.happened_at
    return Tally(units, last_at, goal_at)


def by_finish(parties: Iterable[Party]) -> list[Party]:
    """Return those who finished, the earliest first; ids decide between two of one moment."""
    done = [(party.finished_at, party.key, party) for party in parties if party.finished_at]
    return [party for _at, _key, party in sorted(done, key=lambda each: each[:2])]


def by_score(parties: Iterable[Party]) -> list[Party]:
    """Return those who have a score, the highest first, of equal ones who got there first."""
    scored = [(-party.score, party.reached_at, party.key, party) for party in parties if party.score]
    return [each[3] for each in sorted(scored, key=lambda each: each[:3])]


def by_lot(parties: Iterable[Party], seed: str, line: int) -> list[Party]:
    """Return those who finished in the order of a lottery that anybody can hold again once the seed is known."""
    return sorted(
        (party for party in parties if party.finished_at),
        key=lambda party: hashlib.sha256(f"{seed}:{line}:{party.key}".encode()).hexdigest(),
    )


def winners(
    lines: Sequence[Line], parties: Collection[Party], *, cap: int, seed: str, picks: Mapping[int, Sequence[str]]
) -> dict[int, list[Share]]:
    """Return who wins each line, in order, line by line.

    `picks` are those whom juries chose; what they leave open is drawn among the others who finished. No member wins
    more than `cap` points in all (0: no limit): the last prize is smaller, and whoever has that much makes room for the
    next one.
    """
    had: dict[str, int] = {}
    found: dict[int, list[Share]] = {}
    for line in lines:
        shares: list[Share] = []
        found[line.position] = shares
        chosen = picks.get(line.position, ())
        order = [party.key for party in _order(line, parties, seed)]
        for key in dict.fromkeys((*chosen, *order)):
            if len(shares) == line.places:
                break
            amount = min(line.cost, cap - had.get(key, 0)) if cap else line.cost
            if line.cost and amount <= 0:
                continue
            had[key] = had.get(key, 0) + amount
            shares.append(Share(key, amount))
    return found


def _order(line: Line, parties: Collection[Party], seed: str) -> list[Party]:
    if line.rule == "score":
        return by_score(parties)
    if line.rule in ("draw", "jury"):
        return by_lot(parties, seed, line.position)
    return by_finish(parties)


def _standing(given: Iterable[Given]) -> list[Given]:
    """Return one mark for each cause that was not taken back, in the order of time."""
    net: dict[tuple[str, int], int] = {}
    first: dict[tuple[str, int], Given] = {}
    for mark in given:
        net[mark.cause] = net.get(mark.cause, 0) + mark.units
        first.setdefault(mark.cause, mark)
    stands = [first[cause] for cause, units in net.items() if units > 0]
    return sorted(stands, key=lambda mark: (mark.happened_at, mark.cause))
