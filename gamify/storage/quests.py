"""Quests, ready to be decided with: a goal for the whole, and a goal with a gate for each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gamify import metrics
from gamify.engine import conditions
from gamify.engine.economy import Goal
from gamify.engine.gates import Gate
from gamify.engine.happening import QUEST as QUEST_VERB
from gamify.engine.sources import BADGE, QUEST, STEP
from gamify.models import Quest


def subject(quest: Quest, step: Mapping[str, Any]) -> str:
    """Return what a step's counter is called."""
    return f"{STEP}{quest.key}/{step['key']}"


def compile_quest(row: Quest) -> tuple[Goal, ...]:
    """Return the quest and its steps, in order."""
    whole = Goal(
        row.pk,
        "quest",
        row.key,
        row.version,
        QUEST_VERB,
        row.names,
        tuple(row.effects),
        goal=len(row.steps),
        leads_to=BADGE + row.badge if row.badge else "",
    )
    after = tuple(QUEST + key for key in row.after)
    gates = (Gate(whole.subject, place, () if place else after, whole.leads_to) for place in range(len(row.steps)))
    return (whole, *(_step(row, step, gate) for step, gate in zip(row.steps, gates, strict=True)))


def _step(row: Quest, step: Mapping[str, Any], gate: Gate) -> Goal:
    condition = step.get("condition")
    return Goal(
        row.pk,
        "step",
        f"{row.key}/{step['key']}",
        row.version,
        step["verb"],
        step["names"],
        tuple(step.get("effects", ())),
        conditions.compile_when(step.get("when", {})),
        conditions.compile_condition(condition) if condition else None,
        metric=metrics.get(step["metric"]),
        goal=step["goal"],
        leads_to=gate.quest,
        gate=gate,
    )
