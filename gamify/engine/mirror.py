"""Undo and redo: the exact mirror of what an earlier activity did (ADR on reversal).

What a rule gave is tied to its activity and is mirrored entry by entry. What a task or badge gave is tied to its
counter: it is taken back only when the counter falls below the goal it was reached at, and comes back with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from gamify.engine import grants
from gamify.engine.economy import Economy, Goal
from gamify.engine.facts import Counter, Facts
from gamify.engine.happening import Happening
from gamify.engine.outcome import COMPLETED, REOPENED, RESTORED, REVERSE, Contribution, Entry, Outcome, Step


def decide(happening: Happening, economy: Economy, facts: Facts, outcome: Outcome) -> None:
    """Fill `outcome` with the mirror of `happening.undoes`, whose contributions and entries `facts` holds."""
    assert happening.undoes is not None
    outcome.is_mirror = True
    given = facts.entries.get(happening.undoes, ())
    outcome.entries.extend(_reverse((entry for entry in given if entry.source.startswith("rule/")), happening))
    for contribution in facts.contributions[happening.undoes]:
        back = Contribution(contribution.subject, contribution.period, contribution.item, -contribution.units)
        outcome.contributions.append(back)
        if not back.subject.startswith(("rule/", "day")) and _moves_goal(back, facts):
            _decide_step(back, happening, economy, facts, outcome)


def _moves_goal(back: Contribution, facts: Facts) -> bool:
    """Say whether the goal's own counter moves: for items only with the last one to go or the first to come."""
    if not back.item:
        return True
    left = facts.counter(back.counter).value + back.units
    return left == 0 if back.units < 0 else left == 1


def _decide_step(back: Contribution, happening: Happening, economy: Economy, facts: Facts, outcome: Outcome) -> None:
    counter = facts.counter((back.subject, back.period))
    after = counter.value + back.units
    goal = economy.find_goal(back.subject, counter.version) or _goal_in_force(back.subject, economy)
    if goal is None:
        outcome.steps.append(Step(back.subject, back.period, counter.value, after, 0, 0))
        return
    change = _change(counter, after, goal)
    step = Step(back.subject, back.period, counter.value, after, goal.goal, goal.version, change)
    outcome.steps.append(step)
    if change == COMPLETED:
        outcome.entries.extend(grants.grant(goal, happening))
    elif change and counter.settled_by is not None:
        settled = facts.entries.get(counter.settled_by, ())
        outcome.entries.extend(_reverse((entry for entry in settled if entry.source == goal.source), happening))


def _change(counter: Counter, after: int, goal: Goal) -> str:
    if counter.completed_at is not None:
        return REOPENED if after < goal.goal else ""
    if after < goal.goal:
        return ""
    return COMPLETED if counter.version is None else RESTORED


def _goal_in_force(subject: str, economy: Economy) -> Goal | None:
    goals = (goal for found in economy.goals.values() for goal in found)
    return next((goal for goal in goals if goal.subject == subject), None)


def _reverse(entries: Iterable[Entry], happening: Happening) -> list[Entry]:
    return [
        Entry(
            activity_id=happening.id,
            currency=entry.currency,
            amount=-entry.amount,
            kind=REVERSE,
            source=entry.source,
            scope=entry.scope,
            earned_at=entry.earned_at,
            at=happening.occurred_at,
            reverses=entry,
        )
        for entry in entries
    ]
