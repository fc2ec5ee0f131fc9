"""The turns of a battle, as its events tell them: a pure function, like the count itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rewards.scoring.tally import Event, Rules, Step, replay

FIRST, LEAD, LAST = "first", "lead", "last"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that one tells afterwards: whose points it was, and how it stood after them."""

    kind: str
    team: str
    player: str
    source: str
    at: datetime
    scores: Mapping[str, int]


def moments(rules: Rules, teams: Mapping[str, Collection[str]], events: Iterable[Event]) -> tuple[Moment, ...]:
    """Return the first points, each change of the lead, and the last points, in the order of time.

    Who draws level does not lead: at the end, too, the team that had as many points earlier is in front.
    """
    scores = dict.fromkeys(teams, 0)
    found: list[Moment] = []
    leader, last = "", None
    for step in replay(rules, teams, events):
        if not step.gained:
            continue
        before, scores[step.team] = scores[step.team], step.score
        if step.score > before and step.team != leader and step.score > scores.get(leader, 0):
            found.append(_moment(LEAD if leader else FIRST, step, scores))
            leader = step.team
        last = step
    if last and (not found or found[-1].at != last.event.happened_at):
        found.append(_moment(LAST, last, scores))
    return tuple(found)


def _moment(kind: str, step: Step, scores: Mapping[str, int]) -> Moment:
    event = step.event
    return Moment(kind, step.team, event.player, event.source, event.happened_at, dict(scores))
