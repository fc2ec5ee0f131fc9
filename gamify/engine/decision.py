"""What was decided about one activity, and why the rest did not happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from gamify.engine.sources import DAY, RULE, source_of

EARN, REVERSE = "earn", "reverse"
COMPLETED, REOPENED, RESTORED = "completed", "reopened", "restored"

CONDITION, OWN_CONTENT, CAPPED, COOLING, COUNTED_BEFORE, NOT_COUNTED, NOT_OPEN = (
    "condition",
    "own_content",
    "capped",
    "cooling",
    "counted_before",
    "not_counted",
    "not_open",
)


@dataclass(slots=True, eq=False)
class Entry:
    """A movement in the ledger; `id` is None until it is stored."""

    activity_id: int
    currency: str
    amount: int
    kind: str
    source: str
    scope: str
    earned_at: datetime
    at: datetime
    reverses: Entry | None = None
    id: int | None = None


class Contribution(NamedTuple):
    """One unit given to (or with -1 taken from) a counter; `item` is what must be different, "" when nothing must."""

    subject: str
    period: str
    item: str
    units: int

    @property
    def counter(self) -> tuple[str, str]:
        """The counter that holds this unit: the one of the item, if there is one."""
        return self.subject, item_period(self.period, self.item) if self.item else self.period


class Step(NamedTuple):
    """A goal that moved from `before` to `after`; `change` says whether that settled it, at `version`."""

    subject: str
    period: str
    before: int
    after: int
    goal: int
    version: int
    change: str = ""

    @property
    def source(self) -> str:
        return source_of(self.subject, self.version)

    @property
    def is_reopened(self) -> bool:
        return self.change == REOPENED


class Failure(NamedTuple):
    """Why a definition did not fire; `opens_at` says when it may again, None when time will not help."""

    source: str
    reason: str
    opens_at: datetime | None = None


@dataclass(slots=True)
class Decision:
    """Everything that one activity means for its actor; `sequence` is its place in their own history."""

    activity_id: int
    sequence: int
    is_mirror: bool = False
    entries: list[Entry] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    level_before: int = 1
    level_after: int = 1

    def counted(self) -> Iterator[tuple[tuple[str, str], int]]:
        """Yield the counters that move by themselves: those of rules, days and items; a step carries its goal's own."""
        for contribution in self.contributions:
            if contribution.item or contribution.subject.startswith((RULE, DAY)):
                yield contribution.counter, contribution.units


def item_period(period: str, item: str) -> str:
    """Return the period under which a metric's item is counted."""
    return f"{period}/item:{item}" if period else f"item:{item}"
