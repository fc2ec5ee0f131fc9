"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gamify.engine import decision
from gamify.selectors import refusals


@dataclass(frozen=True)
class Effect:
    """Points of `currency` given (or, below 0, taken back) by the definition `source`, such as `rule/come-by@1`."""

    source: str
    name: str
    currency: str
    amount: int


@dataclass(frozen=True)
class Step:
    """A task, badge, quest or step of a quest that moved; `change` is "", "completed", "reopened" or "restored"."""

    source: str
    kind: str
    key: str
    name: str
    before: int
    after: int
    goal: int
    change: str

    @property
    def is_completed(self) -> bool:
        return self.change in (decision.COMPLETED, decision.RESTORED)


@dataclass(frozen=True)
class Refusal:
    """A definition that did not fire: `reason` for machines, `sentence` for people, in the language
    active when it is read, `opens_at` when it may again."""

    source: str
    name: str
    reason: str
    opens_at: datetime | None

    @property
    def sentence(self) -> str:
        return refusals.sentence(self.reason)


@dataclass(frozen=True)
class LevelChange:
    """The level before and after, and the name of the new one; an undo can lower it."""

    before: int
    after: int
    name: str

    @property
    def is_up(self) -> bool:
        return self.after > self.before
