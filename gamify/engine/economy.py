"""The definitions in force, compiled and indexed by verb."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from gamify import metrics
from gamify.engine import conditions, periods, sources
from gamify.engine.expressions import cel
from gamify.engine.gates import Gate
from lib import texts

Kind = Literal["rule", "task", "badge", "quest", "step"]


@dataclass(frozen=True)
class Definition:
    """What rules and goals share. `subject` keys the member's counter, `source` names this very version."""

    pk: int
    kind: Kind
    key: str
    version: int
    verb: str
    names: Mapping[str, str]
    effects: tuple[Mapping[str, Any], ...]
    comparisons: tuple[conditions.Comparison, ...] = ()
    program: cel.Program | None = None

    @cached_property
    def subject(self) -> str:
        return f"{self.kind}/{self.key}"

    @cached_property
    def source(self) -> str:
        return sources.source_of(self.subject, self.version)


@dataclass(frozen=True)
class Rule(Definition):
    """What a doing earns: `cap_times` at most in a period of `cap_cycle`, `cooldown_seconds` after the last time."""

    cap_times: int | None = None
    cap_cycle: str = periods.DAY
    cooldown_seconds: int = 0


@dataclass(frozen=True)
class Goal(Definition):
    """A task, a badge, a quest or a step of one: reach `goal` of `metric` within the period of `cycle`.

    `leads_to` is the subject that counts how often this was reached: a step leads to its quest, a quest to a badge.
    """

    metric: metrics.Metric = field(default_factory=lambda: metrics.get("count"))
    goal: int = 1
    cycle: str = periods.EVER
    leads_to: str = ""
    gate: Gate | None = None


@dataclass(frozen=True)
class Economy:
    """One edition: its definitions by verb, every one ever published by source, and the levels' thresholds.

    A quest, and a badge that quests give, are among the goals, of a verb that nobody records. `backfilled` names the
    badges that were to count what was done before they were published.
    """

    number: int
    token: str
    rules: Mapping[str, tuple[Rule, ...]]
    goals: Mapping[str, tuple[Goal, ...]]
    by_source: Mapping[str, Definition]
    thresholds: tuple[int, ...]
    backfilled: tuple[str, ...] = ()

    def level(self, growth: int) -> int:
        """Return the level that `growth` reaches; levels count from 1 and a balance below 0 is level 1."""
        return max(1, bisect.bisect_right(self.thresholds, growth))

    def name_of(self, source: str) -> str:
        """Return what a definition is called in the active language, its key when it was never published."""
        found = self.by_source.get(source)
        return texts.pick(found.names) if found else sources.key_of(source)

    def find_goal(self, subject: str, version: int | None) -> Goal | None:
        """Return the goal `subject` at `version`, None when it was never published."""
        found = self.by_source.get(sources.source_of(subject, version))
        return found if isinstance(found, Goal) else None

    @cached_property
    def in_force(self) -> Mapping[str, Goal]:
        """The goals of this edition by subject."""
        return {goal.subject: goal for found in self.goals.values() for goal in found}

    @cached_property
    def steps(self) -> Mapping[tuple[str, int], Goal]:
        """The steps of this edition's quests by the quest's subject and their place, from 0."""
        return {(goal.gate.quest, goal.gate.place): goal for goal in self.in_force.values() if goal.gate}

    @cached_property
    def trails(self) -> Mapping[str, frozenset[str]]:
        """What each step of a quest may move along, in any of its versions, by subject."""
        found: dict[str, frozenset[str]] = {}
        for each in self.by_source.values():
            if isinstance(each, Goal) and each.gate:
                found[each.subject] = found.get(each.subject, frozenset()).union(each.gate.trail)
        return found


def build(
    *,
    number: int,
    token: str,
    in_force: Iterable[Definition],
    retired: Iterable[Definition],
    thresholds: Iterable[int],
    backfilled: Iterable[str] = (),
) -> Economy:
    """Index definitions; those in force must come in the order in which they are to be decided."""
    rules: dict[str, list[Rule]] = {}
    goals: dict[str, list[Goal]] = {}
    current = tuple(in_force)
    for definition in current:
        if isinstance(definition, Rule):
            rules.setdefault(definition.verb, []).append(definition)
        elif isinstance(definition, Goal):
            goals.setdefault(definition.verb, []).append(definition)
    return Economy(
        number=number,
        token=token,
        rules={verb: tuple(found) for verb, found in rules.items()},
        goals={verb: tuple(found) for verb, found in goals.items()},
        by_source={definition.source: definition for definition in (*retired, *current)},
        thresholds=tuple(sorted(thresholds)),
        backfilled=tuple(backfilled),
    )
