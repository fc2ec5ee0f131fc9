"""What must happen now and then, whoever drives it: a thread of the embedded server, or Celery's beat and workers.

A chore may run twice, at once in two processes, or late: it finds in the database what is due and does it idempotently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Chore:
    """A named piece of recurring work; `run` gets the moment and returns what it did, for the log."""

    name: str
    every_seconds: int
    run: Callable[[datetime], object]


_chores: dict[str, Chore] = {}


def add(chore: Chore) -> None:
    """Register `chore`; a name can be taken once."""
    if chore.name in _chores:
        raise ValueError(f"chore {chore.name} is registered twice")
    _chores[chore.name] = chore


def get(name: str) -> Chore:
    """Return the chore named `name`; raises KeyError."""
    return _chores[name]


def every() -> tuple[Chore, ...]:
    """Return all chores in the order they were added."""
    return tuple(_chores.values())
