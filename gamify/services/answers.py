"""The explained answer to one activity: what it gave and why, and why the rest did not happen and when it may."""

from __future__ import annotations

from dataclasses import dataclass

from gamify.engine import decision, outcomes
from gamify.engine.decision import Failure
from gamify.engine.economy import Economy
from gamify.engine.outcomes import Given
from gamify.engine.sources import key_of, kind_of
from gamify.models import Activity, Level, Outcome
from gamify.selectors import ranks
from gamify.services import process
from gamify.services.answer_parts import Effect, LevelChange, Refusal, Step
from gamify.storage import economies
from lib import clock


@dataclass(frozen=True)
class Answer:
    """Everything one activity meant; `is_waiting` when it has not been processed, and then the rest is empty."""

    activity_id: int
    sequence: int
    is_waiting: bool
    effects: tuple[Effect, ...] = ()
    tasks: tuple[Step, ...] = ()
    badges: tuple[Step, ...] = ()
    quests: tuple[Step, ...] = ()
    quest_steps: tuple[Step, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    level: LevelChange | None = None
    ranks: tuple[ranks.Change, ...] = ()

    @property
    def growth(self) -> int:
        return sum(effect.amount for effect in self.effects if effect.currency == "growth")

    @property
    def spark(self) -> int:
        return sum(effect.amount for effect in self.effects if effect.currency == "spark")


def answer(activity: Activity) -> Answer:
    """Return the answer in the active language, processing the activity first when it still waits.

    Outside the transaction that recorded it. Queries: 1 when another process processed it, 1 when it moved points, 1
    when the level changed.
    """
    outcome = activity.known_outcome() or _find(activity)
    if outcome is None:
        process.batch(ids=(activity.pk,), now=clock.now())
        outcome = _find(activity)
    return _explain(activity, outcome)


def _find(activity: Activity) -> Outcome | None:
    return Outcome.objects.filter(activity=activity).first()


def _explain(activity: Activity, outcome: Outcome | None) -> Answer:
    if outcome is None:
        return Answer(activity.pk, 0, is_waiting=True)
    document = outcome.document
    economy = economies.at(document["edition"], document.get("token", ""))
    steps = tuple(_step(each, economy) for each in outcomes.steps(document))
    effects = tuple(_effect(each, economy) for each in outcomes.given(document))
    growth = sum(effect.amount for effect in effects if effect.currency == "growth")
    return Answer(
        activity_id=activity.pk,
        sequence=outcome.sequence,
        is_waiting=False,
        effects=effects,
        tasks=tuple(step for step in steps if step.kind == "task"),
        badges=tuple(step for step in steps if step.kind == "badge"),
        quests=tuple(step for step in steps if step.kind == "quest"),
        quest_steps=tuple(step for step in steps if step.kind == "step"),
        refusals=tuple(_refusal(each, economy) for each in outcomes.failures(document)),
        level=_level(*outcomes.levels(document)),
        ranks=ranks.changes(activity=activity, growth=growth) if growth else (),
    )


def _effect(given: Given, economy: Economy) -> Effect:
    return Effect(given.source, economy.name_of(given.source), given.currency, given.amount)


def _step(moved: decision.Step, economy: Economy) -> Step:
    source, kind, key = moved.source, kind_of(moved.subject), key_of(moved.subject)
    return Step(source, kind, key, economy.name_of(source), moved.before, moved.after, moved.goal, moved.change)


def _refusal(failure: Failure, economy: Economy) -> Refusal:
    return Refusal(failure.source, economy.name_of(failure.source), failure.reason, failure.opens_at)


def _level(before: int, after: int) -> LevelChange | None:
    if before == after:
        return None
    found = Level.objects.filter(number=after).first()
    return LevelChange(before, after, found.name if found else str(after))
