"""A member's quests: which step is done, which is open, what is to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from gamify.engine.sources import QUEST
from gamify.models import Progress, Quest
from gamify.selectors.measures import Measured
from gamify.selectors.tasks import points_of
from gamify.storage.quests import subject
from lib import texts

DONE, NOW, TO_COME = "done", "now", "to_come"
OPEN, WAITING, FINISHED = "open", "waiting", "finished"


@dataclass(frozen=True)
class Step(Measured):
    """A step as the page shows it; `note` says why the latest try did not count."""

    key: str
    name: str
    description: str
    action: str
    state: str
    value: int
    goal: int
    growth: int
    spark: int
    done_at: datetime | None
    note: str


@dataclass(frozen=True)
class Card:
    """A quest as the page shows it; `waits_for` are keys of quests to be finished before, `badge` is a key or ""."""

    key: str
    name: str
    description: str
    state: str
    steps: tuple[Step, ...]
    growth: int
    spark: int
    badge: str
    waits_for: tuple[str, ...]
    finished_at: datetime | None

    @property
    def value(self) -> int:
        """How many steps are done."""
        return sum(step.state == DONE for step in self.steps)

    @property
    def goal(self) -> int:
        return len(self.steps)

    @property
    def now(self) -> Step | None:
        """The step that counts now."""
        return next((step for step in self.steps if step.state == NOW), None)


def mine(*, user: User, notes: Mapping[str, str] | None = None) -> tuple[Card, ...]:
    """Return the quests in force in their order, as `user` stands to them.

    `notes` say by subject why something did not count lately. Queries: 2, 1 without quests.
    """
    rows = list(Quest.objects.filter(retired_at=None).order_by("position", "key"))
    if not rows:
        return ()
    subjects = [QUEST + row.key for row in rows] + [subject(row, step) for row in rows for step in row.steps]
    found = Progress.objects.filter(user=user, subject__in=subjects, period="")
    progress = {row.subject: row for row in found}
    return tuple(_card(row, progress, notes or {}) for row in rows)


def _card(row: Quest, progress: Mapping[str, Progress], notes: Mapping[str, str]) -> Card:
    finished_at = _done_at(progress, QUEST + row.key)
    waits_for = tuple(key for key in row.after if not _done_at(progress, QUEST + key))
    done = [_done_at(progress, subject(row, step)) for step in row.steps]
    is_waiting = bool(waits_for) and not done[0]
    states = _states(done, is_waiting=is_waiting)
    return Card(
        key=row.key,
        name=row.name,
        description=row.description,
        state=FINISHED if finished_at else WAITING if is_waiting else OPEN,
        steps=tuple(_steps(row, states, progress, notes)),
        growth=points_of(row.effects, "growth"),
        spark=points_of(row.effects, "spark"),
        badge=row.badge,
        waits_for=waits_for if is_waiting else (),
        finished_at=finished_at,
    )


def _states(done: Sequence[datetime | None], *, is_waiting: bool) -> list[str]:
    """Return the state of each step: the first that is not done is the one to do now."""
    states = [DONE if each else TO_COME for each in done]
    if TO_COME in states and not is_waiting:
        states[states.index(TO_COME)] = NOW
    return states


def _steps(
    row: Quest, states: Iterable[str], progress: Mapping[str, Progress], notes: Mapping[str, str]
) -> Iterable[Step]:
    for step, state in zip(row.steps, states, strict=True):
        counter = progress.get(subject(row, step))
        yield _step(step, state, counter, notes.get(subject(row, step), "") if state == NOW else "")


def _step(spec: Mapping[str, Any], state: str, counter: Progress | None, note: str) -> Step:
    effects = spec.get("effects", ())
    return Step(
        key=spec["key"],
        name=texts.pick(spec["names"]),
        description=texts.pick(spec.get("descriptions", {})),
        action=spec.get("action", ""),
        state=state,
        value=counter.value if counter else 0,
        goal=spec["goal"],
        growth=points_of(effects, "growth"),
        spark=points_of(effects, "spark"),
        done_at=counter.completed_at if counter else None,
        note=note,
    )


def _done_at(progress: Mapping[str, Progress], name: str) -> datetime | None:
    return progress[name].completed_at if name in progress else None
