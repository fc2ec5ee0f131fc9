"""Undo and redo: the exact mirror of what an earlier activity did (ADR on reversal).

What a rule gave is tied to its activity and is mirrored entry by entry; a redo finds no more room under the rule's cap
and cooldown than a new activity would, so that nobody earns twice by hiding and showing. What a task or badge gave is
tied to its counter: it is taken back only when the counter falls below the goal it was reached at, and comes back with
it.
"""

from __future__ import annotations

from collections.abc import Iterable

from gamify.engine import backfill, grants, periods
from gamify.engine.decision import (
    CAPPED,
    COMPLETED,
    COOLING,
    REOPENED,
    RESTORED,
    REVERSE,
    Contribution,
    Decision,
    Entry,
    Failure,
    Step,
)
from gamify.engine.economy import Economy, Goal, Rule
from gamify.engine.facts import Counter, Facts
from gamify.engine.happening import REDO, Happening
from gamify.engine.sources import DAY, RULE, subject_of


def decide(happening: Happening, economy: Economy, facts: Facts, decision: Decision) -> None:
    """Fill `decision` with the mirror of `happening.undoes`, whose contributions and entries `facts` holds."""
    assert happening.undoes is not None
    decision.is_mirror = True
    given = [entry for entry in facts.entries.get(happening.undoes, ()) if entry.source.startswith(RULE)]
    if happening.verb == REDO:
        decision.failures.extend(_refuse(given, facts.contributions[happening.undoes], economy, facts))
    refused = {subject_of(failure.source) for failure in decision.failures}
    decision.entries.extend(_reverse((entry for entry in given if subject_of(entry.source) not in refused), happening))
    for contribution in (*facts.contributions[happening.undoes], *backfill.late(happening, economy, facts)):
        if contribution.subject in refused:
            continue
        back = Contribution(contribution.subject, contribution.period, contribution.item, -contribution.units)
        decision.contributions.append(back)
        if not back.subject.startswith((RULE, DAY)) and _moves_goal(back, facts):
            decide_step(back, happening, economy, facts, decision)


def _refuse(
    given: Iterable[Entry], contributions: Iterable[Contribution], economy: Economy, facts: Facts
) -> Iterable[Failure]:
    """Yield the rules whose place was taken while what they gave was away; each is asked at the version that gave."""
    for source, entry in {entry.source: entry for entry in given}.items():
        rule = economy.by_source[source]
        assert isinstance(rule, Rule)
        others = facts.firings.get(rule.subject, {}).values()
        if _is_full(rule, contributions, facts):
            yield Failure(source, CAPPED)
        elif any(abs((entry.earned_at - at).total_seconds()) < rule.cooldown_seconds for at in others):
            yield Failure(source, COOLING)


def _is_full(rule: Rule, contributions: Iterable[Contribution], facts: Facts) -> bool:
    """Say whether the period that capped what `contributions` counted has no place left."""
    for each in contributions:
        if each.subject == rule.subject and bool(each.period) == (rule.cap_cycle != periods.EVER):
            return rule.cap_times is not None and facts.counter(each.counter).value >= rule.cap_times
    return False


def _moves_goal(back: Contribution, facts: Facts) -> bool:
    """Say whether the goal's own counter moves: for items only with the last one to go or the first to come."""
    if not back.item:
        return True
    left = facts.counter(back.counter).value + back.units
    return left == 0 if back.units < 0 else left == 1


def decide_step(back: Contribution, happening: Happening, economy: Economy, facts: Facts, decision: Decision) -> None:
    """Move the goal that `back` counts for, and take or give back what it gave when that settles it."""
    counter = facts.counter((back.subject, back.period))
    after = counter.value + back.units
    goal = economy.find_goal(back.subject, counter.version) or economy.in_force.get(back.subject)
    if goal is None:
        decision.steps.append(Step(back.subject, back.period, counter.value, after, 0, 0))
        return
    change = _change(counter, after, goal)
    step = Step(back.subject, back.period, counter.value, after, goal.goal, goal.version, change)
    decision.steps.append(step)
    if change == COMPLETED:
        decision.entries.extend(grants.grant(goal, happening))
    elif change and counter.settled_by is not None:
        settled = facts.entries.get(counter.settled_by, ())
        decision.entries.extend(_reverse((entry for entry in settled if entry.source == goal.source), happening))


def _change(counter: Counter, after: int, goal: Goal) -> str:
    if counter.completed_at is not None:
        return REOPENED if after < goal.goal else ""
    if after < goal.goal:
        return ""
    return COMPLETED if counter.version is None else RESTORED


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
