"""What the engine must know about one member to decide, and how an outcome changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gamify.engine.outcome import Contribution, Entry, Outcome

GROWTH = "growth"
Key = tuple[str, str]  # subject and period


@dataclass(slots=True)
class Counter:
    """One row of progress; see `gamify.models.Progress`."""

    value: int = 0
    last_at: datetime | None = None
    completed_at: datetime | None = None
    settled_by: int | None = None
    version: int | None = None


NOTHING = Counter()


@dataclass(slots=True)
class Facts:
    """One member as loaded for a batch. Deciding reads it; `apply` moves it on to the next activity.

    `contributions` and `entries` hold, by activity id, what may be mirrored. `touched` are the counters to be written.
    """

    balances: dict[str, int] = field(default_factory=dict)
    sequence: int = 0
    counters: dict[Key, Counter] = field(default_factory=dict)
    contributions: dict[int, Sequence[Contribution]] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    touched: set[Key] = field(default_factory=set)

    def counter(self, key: Key) -> Counter:
        return self.counters.get(key, NOTHING)

    @property
    def growth(self) -> int:
        return self.balances.get(GROWTH, 0)

    def apply(self, outcome: Outcome, occurred_at: datetime) -> None:
        """Take in what was decided, so that the next activity of the batch sees it."""
        self.sequence = outcome.sequence
        self.contributions[outcome.activity_id] = outcome.contributions
        self._count(outcome, occurred_at)
        self._settle(outcome, occurred_at)
        for entry in outcome.entries:
            self.entries.setdefault(outcome.activity_id, []).append(entry)
            self.balances[entry.currency] = self.balances.get(entry.currency, 0) + entry.amount

    def _count(self, outcome: Outcome, occurred_at: datetime) -> None:
        for key, units in outcome.counted():
            counter = self._open(key)
            counter.value += units
            if key[0].startswith("rule/") and not outcome.is_mirror:  # only rules cool down; an undo does not cool
                counter.last_at = max(counter.last_at or occurred_at, occurred_at)

    def _settle(self, outcome: Outcome, occurred_at: datetime) -> None:
        for step in outcome.steps:
            counter = self._open((step.subject, step.period))
            counter.value = step.after
            if step.change:
                counter.completed_at = None if step.is_reopened else occurred_at
                counter.settled_by = outcome.activity_id
                counter.version = step.version

    def _open(self, key: Key) -> Counter:
        self.touched.add(key)
        found = self.counters.get(key)
        if found is None:
            found = self.counters[key] = Counter()
        return found
