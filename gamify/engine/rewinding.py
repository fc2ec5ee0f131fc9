"""How a member's counters stood before something: the inverse of `Facts.apply`, as far as a trial needs it."""

from __future__ import annotations

from gamify.engine.decision import COMPLETED, Decision, Step
from gamify.engine.facts import Counter, Facts
from gamify.engine.happening import Happening
from gamify.engine.sources import RULE


def rewind(facts: Facts, happening: Happening, decision: Decision) -> None:
    """Take out of the counters what `decision` put in; of all that is taken out the latest goes first.

    When a rule gave before that is not known any more: its cooldown is open.
    """
    for key, units in decision.counted():
        counter = facts.counters.setdefault(key, Counter())
        counter.value -= units
        if key[0].startswith(RULE) and not key[1]:
            counter.last_at = None
    for step in decision.steps:
        counter = facts.counters.setdefault((step.subject, step.period), Counter())
        counter.value -= step.after - step.before
        if step.change:
            _unsettle(counter, step, happening)


def _unsettle(counter: Counter, step: Step, happening: Happening) -> None:
    counter.completed_at = happening.occurred_at if step.is_reopened else None
    counter.settled_by = None
    counter.version = None if step.change == COMPLETED else step.version
