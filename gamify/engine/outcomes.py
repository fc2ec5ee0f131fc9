"""How a decision is kept with its activity, and read again: lists of lists keep the log small."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from gamify.engine.decision import Contribution, Decision, Failure, Step
from gamify.engine.economy import Economy

Document = Mapping[str, Any]


class Given(NamedTuple):
    """Points that a source, such as `rule/share-moment@1`, gave or, below zero, that went back with it."""

    source: str
    currency: str
    amount: int


def document(decision: Decision, economy: Economy) -> dict[str, Any]:
    """Return the decision as it is kept."""
    return {
        "edition": economy.number,
        "token": economy.token,
        "entries": [[entry.source, entry.currency, entry.amount] for entry in decision.entries],
        "contributions": [list(each) for each in decision.contributions],
        "steps": [list(step) for step in decision.steps],
        "failures": [
            [failure.source, failure.reason, failure.opens_at.isoformat() if failure.opens_at else None]
            for failure in decision.failures
        ],
        "level": [decision.level_before, decision.level_after],
    }


def given(kept: Document) -> tuple[Given, ...]:
    """Return what it gave."""
    return tuple(Given(*each) for each in kept["entries"])


def contributions(kept: Document) -> list[Contribution]:
    """Return what it counted."""
    return [Contribution(*each) for each in kept["contributions"]]


def steps(kept: Document) -> list[Step]:
    """Return the tasks and badges that it moved."""
    return [Step(*each) for each in kept["steps"]]


def failures(kept: Document) -> tuple[Failure, ...]:
    """Return what did not fire, and why."""
    return tuple(
        Failure(source, reason, datetime.fromisoformat(opens_at) if opens_at else None)
        for source, reason, opens_at in kept["failures"]
    )


def levels(kept: Document) -> tuple[int, int]:
    """Return the level before and after."""
    before, after = kept["level"]
    return before, after
