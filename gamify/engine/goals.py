"""Goals that move, and what they lead to: a step that is done counts for its quest, a finished quest for its badge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from gamify.engine import grants, mirror, periods
from gamify.engine.decision import CAPPED, COMPLETED, COUNTED_BEFORE, NOT_OPEN, Contribution, Decision, Failure, Step
from gamify.engine.economy import Economy, Goal
from gamify.engine.facts import Facts
from gamify.engine.gates import Gate
from gamify.engine.happening import Happening

RESERVE = 10  # what a step that is done counts on, so that one thing taken back does no harm


def decide(goal: Goal, unit: Contribution, happening: Happening, facts: Facts, decision: Decision) -> None:
    """Give `goal` its unit, unless it was given before or the goal is a step that does not count now."""
    if goal.gate and (reason := _refuse(goal, goal.gate, facts)):
        decision.failures.append(Failure(goal.source, reason))
        return
    decision.contributions.append(unit)
    if unit.item and facts.counter(unit.counter).value > 0:
        opens_at = periods.opens_at(goal.cycle, happening.local_date, happening.calendar)
        decision.failures.append(Failure(goal.source, COUNTED_BEFORE, opens_at))
        return
    _move(goal, unit, happening, facts, decision)


def follow(happening: Happening, economy: Economy, facts: Facts, decision: Decision) -> None:
    """Move what the settled goals of `decision` lead to, back as well as on."""
    settled: Iterable[Step] = decision.steps
    while moved := _led_to(settled, economy):
        known = len(decision.steps)
        for subject, units in moved.items():
            unit = Contribution(subject, "", "", units)
            if decision.is_mirror:
                mirror.decide_step(unit, happening, economy, facts, decision)
            elif goal := economy.in_force.get(subject):
                _move(goal, unit, happening, facts, decision)
        settled = decision.steps[known:]


def _refuse(step: Goal, gate: Gate, facts: Facts) -> str:
    if not gate.is_open(facts):
        return NOT_OPEN
    return CAPPED if facts.counter((step.subject, "")).value >= step.goal + RESERVE else ""


def _led_to(settled: Iterable[Step], economy: Economy) -> dict[str, int]:
    units: Counter[str] = Counter()
    for step in settled:
        goal = economy.find_goal(step.subject, step.version) if step.change else None
        if goal and goal.leads_to:
            units[goal.leads_to] += -1 if step.is_reopened else 1
    return {subject: number for subject, number in units.items() if number}


def _move(goal: Goal, unit: Contribution, happening: Happening, facts: Facts, decision: Decision) -> None:
    counter = facts.counter((goal.subject, unit.period))
    after = counter.value + unit.units
    is_reached = after >= goal.goal and counter.completed_at is None
    change = COMPLETED if is_reached else ""
    decision.steps.append(Step(goal.subject, unit.period, counter.value, after, goal.goal, goal.version, change))
    if is_reached:
        decision.entries.extend(grants.grant(goal, happening))
