"""Which definitions an activity meets, before anything is known about the member."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from gamify.engine import conditions, periods
from gamify.engine.decision import CONDITION, OWN_CONTENT, Contribution, Failure
from gamify.engine.economy import Definition, Economy, Goal, Rule
from gamify.engine.facts import Key
from gamify.engine.happening import PASSIVE, Happening
from gamify.engine.sources import DAY

LONGEST_ITEM = 40


@dataclass(frozen=True, slots=True)
class Match:
    """The rules and goals whose conditions hold, each goal with its contribution, and why the others do not."""

    rules: tuple[Rule, ...]
    goals: tuple[tuple[Goal, Contribution], ...]
    failures: tuple[Failure, ...]
    day: Contribution | None


def match(happening: Happening, economy: Economy) -> Match:
    """Test every definition of the activity's verb."""
    failures: list[Failure] = []
    rules = [rule for rule in economy.rules.get(happening.verb, ()) if _holds(rule, happening, failures)]
    goals = []
    for goal in economy.goals.get(happening.verb, ()):
        counted = contribution(goal, happening, failures)
        if counted:
            goals.append((goal, counted))
    here = happening.verb not in PASSIVE
    day = Contribution(DAY, happening.local_date.isoformat(), "", 1) if here else None
    return Match(tuple(rules), tuple(goals), tuple(failures), day)


def contribution(goal: Goal, happening: Happening, failures: list[Failure]) -> Contribution | None:
    """Return the unit that an activity of the goal's verb gives it, None with the reason in `failures`."""
    if not _holds(goal, happening, failures):
        return None
    item = goal.metric.item(happening)
    if item is None:
        failures.append(Failure(goal.source, goal.metric.refusal))
        return None
    return Contribution(goal.subject, periods.key(goal.cycle, happening.local_date), _short(item), 1)


def counters(found: Match, happening: Happening) -> Iterator[Key]:
    """Yield the counters that deciding about `found` reads."""
    for rule in found.rules:
        for contribution in rule_contributions(rule, happening):
            yield contribution.counter
    for goal, contribution in found.goals:
        yield contribution.subject, contribution.period
        if contribution.item:
            yield contribution.counter
        if goal.gate:
            yield from ((subject, "") for subject in (*goal.gate.trail, *goal.gate.after))
    if found.day:
        yield found.day.counter


def rule_contributions(rule: Rule, happening: Happening) -> Iterator[Contribution]:
    """Yield a unit for the period that caps the rule, and one for all time when it must cool down across midnight."""
    if rule.cap_times is not None:
        yield Contribution(rule.subject, periods.key(rule.cap_cycle, happening.local_date), "", 1)
    if rule.cooldown_seconds and (rule.cap_times is None or rule.cap_cycle != periods.EVER):
        yield Contribution(rule.subject, "", "", 1)


def _short(item: str) -> str:
    """Return an item that fits a counter's key: a long one is told by its fingerprint."""
    return item if len(item) <= LONGEST_ITEM else hashlib.sha256(item.encode()).hexdigest()[:LONGEST_ITEM]


def _holds(definition: Definition, happening: Happening, failures: list[Failure]) -> bool:
    for comparison in definition.comparisons:
        if not comparison.holds(happening):
            reason = OWN_CONTENT if comparison.operand == conditions.ACTOR else CONDITION
            failures.append(Failure(definition.source, reason))
            return False
    if definition.program is not None and not conditions.is_true(definition.program, happening):
        failures.append(Failure(definition.source, CONDITION))
        return False
    return True
