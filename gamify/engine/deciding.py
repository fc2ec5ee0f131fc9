"""The decision about one activity: effects, progress, and a reason for everything that did not happen."""

from __future__ import annotations

from datetime import timedelta

from gamify.engine import backfill, goals, grants, matching, mirror, periods
from gamify.engine.decision import CAPPED, COOLING, Decision, Failure
from gamify.engine.economy import Economy, Rule
from gamify.engine.facts import GROWTH, Facts
from gamify.engine.happening import BACKFILL, MIRRORS, Happening
from gamify.engine.matching import Match


def decide(happening: Happening, economy: Economy, facts: Facts, found: Match | None = None) -> Decision:
    """Return what `happening` means for the member whose `facts` these are; nothing is changed.

    `found` may carry the match that was made to know which facts to load.
    """
    decision = Decision(happening.id, facts.sequence + 1)
    decision.level_before = decision.level_after = economy.level(facts.growth)
    if happening.verb in MIRRORS:
        mirror.decide(happening, economy, facts, decision)
    elif happening.verb == BACKFILL:
        backfill.decide(happening, economy, facts, decision)
    else:
        found = found or matching.match(happening, economy)
        decision.failures.extend(found.failures)
        for rule in found.rules:
            _decide_rule(rule, happening, facts, decision)
        for goal, contribution in found.goals:
            goals.decide(goal, contribution, happening, facts, decision)
        if found.day:
            decision.contributions.append(found.day)
    goals.follow(happening, economy, facts, decision)
    gained = sum(entry.amount for entry in decision.entries if entry.currency == GROWTH)
    if gained:
        decision.level_after = economy.level(facts.growth + gained)
    return decision


def _decide_rule(rule: Rule, happening: Happening, facts: Facts, decision: Decision) -> None:
    refusal = _refuse(rule, happening, facts)
    if refusal:
        decision.failures.append(refusal)
        return
    decision.contributions.extend(matching.rule_contributions(rule, happening))
    decision.entries.extend(grants.grant(rule, happening))


def _refuse(rule: Rule, happening: Happening, facts: Facts) -> Failure | None:
    if rule.cap_times is not None:
        period = periods.key(rule.cap_cycle, happening.local_date)
        if facts.counter((rule.subject, period)).value >= rule.cap_times:
            opens_at = periods.opens_at(rule.cap_cycle, happening.local_date, happening.calendar)
            return Failure(rule.source, CAPPED, opens_at)
    if rule.cooldown_seconds:
        last_at = facts.counter((rule.subject, "")).last_at
        opens_at = last_at + timedelta(seconds=rule.cooldown_seconds) if last_at else None
        if opens_at and happening.occurred_at < opens_at:
            return Failure(rule.source, COOLING, opens_at)
    return None
