"""What must happen now and then, whoever drives it: a thread of the embedded server, or Celery's beat and workers.

A job may run twice, at once in two processes, or late: it finds in the database what is due and does it idempotently.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from django.db.models import QuerySet

from lib import signatures
from lib.outages import is_away

Row = TypeVar("Row")
SWEPT = 500
_log = logging.getLogger(__name__)


class Work(Protocol):
    """What a job does, told the moment; it returns what it did, for the log."""

    def __call__(self, *, now: datetime) -> object: ...


@dataclass(frozen=True)
class Job:
    """A named piece of recurring work."""

    name: str
    every_seconds: int
    run: Work


_jobs: dict[str, Job] = {}
_broken: ContextVar[int] = ContextVar("rows that a job could not do", default=0)


def add(job: Job) -> None:
    """Register `job`; a name can be taken once. Raises: TypeError for work that does not take `now`."""
    if job.name in _jobs:
        raise ValueError(f"job {job.name} is registered twice")
    signatures.check(f"job {job.name}", job.run, named=["now"])
    _jobs[job.name] = job


def get(name: str) -> Job:
    """Return the job named `name`; raises KeyError."""
    return _jobs[name]


def every() -> tuple[Job, ...]:
    """Return all jobs in the order they were added."""
    return tuple(_jobs.values())


def run(name: str, *, now: datetime) -> int:
    """Run the job; return how many rows it had to `leave`."""
    token = _broken.set(0)
    try:
        get(name).run(now=now)
        return _broken.get()
    finally:
        _broken.reset(token)


def leave(rows: int = 1) -> None:
    """Note that the running job could not do so many rows: an alarm hears of it."""
    _broken.set(_broken.get() + rows)


def sweep(due: QuerySet[Any], do: Callable[..., int], now: datetime) -> int:
    """Do `do` for the id of each of the first rows that are due, as `each`; the rest are there the next time."""
    return each(list(due.values_list("pk", flat=True)[:SWEPT]), partial(do, now=now))


def each(rows: Iterable[Row], do: Callable[[Row], int]) -> int:
    """Do `do` for one row after the other and return the sum of its answers: a broken row is logged, the rest go on.

    While the database is away no row is: that is raised.
    """
    done = 0
    for row in rows:
        try:
            done += do(row)
        except Exception as error:
            if is_away(error):
                raise
            leave()
            _log.exception("%s failed for %s", _name(do), row)
    return done


def _name(do: Callable[..., object]) -> str:
    inner: Any = do.func if isinstance(do, partial) else do
    return f"{inner.__module__}.{inner.__qualname__}"
