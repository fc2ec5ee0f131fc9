"""What must happen now and then, whoever drives it: a thread of the embedded server, or Celery's beat and workers.

A job may run twice, at once in two processes, or late: it finds in the database what is due and does it idempotently.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

Row = TypeVar("Row")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A named piece of recurring work; `run` gets the moment and returns what it did, for the log."""

    name: str
    every_seconds: int
    run: Callable[[datetime], object]


_jobs: dict[str, Job] = {}


def add(job: Job) -> None:
    """Register `job`; a name can be taken once."""
    if job.name in _jobs:
        raise ValueError(f"job {job.name} is registered twice")
    _jobs[job.name] = job


def get(name: str) -> Job:
    """Return the job named `name`; raises KeyError."""
    return _jobs[name]


def every() -> tuple[Job, ...]:
    """Return all jobs in the order they were added."""
    return tuple(_jobs.values())


def each(rows: Iterable[Row], do: Callable[[Row], int]) -> int:
    """Do `do` for one row after the other and return the sum of its answers: a broken row is logged, the rest go on."""
    done = 0
    for row in rows:
        try:
            done += do(row)
        except Exception:
            _log.exception("%s failed for %s", getattr(do, "__qualname__", do), row)
    return done
