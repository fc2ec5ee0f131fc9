"""What the engine must know about one member to decide, and how a decision changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gamify.engine.decision import Contribution, Decision, Entry
from gamify.engine.happening import BACKFILL, Happening
from gamify.engine.sources import RULE, subject_of

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

    `contributions` and `entries` hold, by activity id, what may be mirrored. `firings` says, by a rule's subject, when
    it gave what nobody has taken back, by the id of the activity that gave it; it is whole where something is mirrored.
    `past` are earlier activities by id, in order, as far as one may have to look back at them; `backfills` are those
    among them that counted the past for a badge, with its source. `touched` are the counters to be written.
    """

    balances: dict[str, int] = field(default_factory=dict)
    sequence: int = 0
    counters: dict[Key, Counter] = field(default_factory=dict)
    contributions: dict[int, Sequence[Contribution]] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    firings: dict[str, dict[int, datetime]] = field(default_factory=dict)
    past: dict[int, Happening] = field(default_factory=dict)
    backfills: dict[int, str] = field(default_factory=dict)
    touched: set[Key] = field(default_factory=set)

    def counter(self, key: Key) -> Counter:
        return self.counters.get(key, NOTHING)

    @property
    def growth(self) -> int:
        return self.balances.get(GROWTH, 0)

    def apply(self, decision: Decision, happening: Happening) -> None:
        """Take in what was decided, so that the next activity of the batch sees it."""
        self.past[happening.id] = happening
        if happening.verb == BACKFILL and decision.steps:
            self.backfills[happening.id] = happening.badge
        self.sequence = decision.sequence
        self.contributions[decision.activity_id] = decision.contributions
        self._count(decision)
        self._cool(decision)
        self._settle(decision, happening.occurred_at)
        for entry in decision.entries:
            self.entries.setdefault(decision.activity_id, []).append(entry)
            self.balances[entry.currency] = self.balances.get(entry.currency, 0) + entry.amount

    def _count(self, decision: Decision) -> None:
        for key, units in decision.counted():
            self._open(key).value += units

    def _cool(self, decision: Decision) -> None:
        """Set when each rule that was counted for all time, as those are that cool down, last gave what still holds."""
        subjects = {
            each.subject for each in decision.contributions if not each.period and each.subject.startswith(RULE)
        }
        if not subjects:
            return
        for entry in decision.entries:
            subject = subject_of(entry.source)
            if subject in subjects:
                self._fire(self.firings.setdefault(subject, {}), entry)
        for subject in subjects:
            counter = self._open((subject, ""))
            moments = list(self.firings.get(subject, {}).values())
            if counter.last_at and not decision.is_mirror:
                moments.append(counter.last_at)
            counter.last_at = max(moments, default=None)

    @staticmethod
    def _fire(firings: dict[int, datetime], entry: Entry) -> None:
        if entry.amount > 0:
            firings[entry.activity_id] = entry.earned_at
        elif entry.reverses:
            firings.pop(entry.reverses.activity_id, None)

    def _settle(self, decision: Decision, occurred_at: datetime) -> None:
        for step in decision.steps:
            counter = self._open((step.subject, step.period))
            counter.value = step.after
            if step.change:
                counter.completed_at = None if step.is_reopened else occurred_at
                counter.settled_by = decision.activity_id
                counter.version = step.version

    def _open(self, key: Key) -> Counter:
        self.touched.add(key)
        found = self.counters.get(key)
        if found is None:
            found = self.counters[key] = Counter()
        return found
