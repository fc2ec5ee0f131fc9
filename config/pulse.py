"""What runs the jobs, and what it leaves behind: marks by which somebody notices that the clock stands or a job fails.

The marks lie in the cache; a cache that is lost harms no job, and jobs leave new ones.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from config import outages
from lib import clock, jobs
from lib.outages import is_away

KEY, JOB, KEPT_SECONDS = "clock:heard", "clock:job:", 7 * 24 * 3600
LATE_SECONDS = 60
LATE_TURNS = 3
SKEW_SECONDS = 5  # between the clocks of two machines; what is said to be of later yet is no news
_log = logging.getLogger(__name__)
_Mark = dict[str, Any]


@dataclass(frozen=True)
class State:
    """What is known of a job: ages in seconds, None for what nobody knows; `failures` counts those in a row."""

    job: jobs.Job
    well_ago: int | None
    failing_for: int | None
    failures: int
    problem: str

    @property
    def is_failing(self) -> bool:
        """Say whether it failed again: one failure may be anything."""
        return self.failures > 1 and (self.failing_for or 0) >= LATE_SECONDS

    @property
    def is_late(self) -> bool:
        """Say whether its turn was left out: its worker hangs, or nobody wakes it."""
        return not self.failures and (self.well_ago or 0) > LATE_TURNS * self.job.every_seconds + LATE_SECONDS


def run(name: str) -> None:
    """Run one job and mark how it ended; while the database is away that is said once for all jobs."""
    try:
        broken = jobs.run(name, now=clock.now())
    except Exception as error:
        _mark(name, type(error).__name__)
        if not is_away(error):
            raise
        outages.note(error)
    else:
        _mark(name, f"{broken} of its rows" if broken else "")


def seconds_ago() -> int | None:
    """Return how long ago a job ran, None when nobody knows."""
    return _age(cache.get(KEY))


def states() -> tuple[State, ...]:
    """Return what is known of each job."""
    keys = {JOB + job.name: job for job in jobs.every()}
    try:
        marks = cache.get_many(keys)
    except Exception:  # whatever the client of the cache raises
        marks = {}
    return tuple(_state(job, marks.get(key, {})) for key, job in keys.items())


def _state(job: jobs.Job, mark: _Mark) -> State:
    return State(job, _age(mark.get("well")), _age(mark.get("since")), mark.get("failures", 0), mark.get("problem", ""))


def _mark(name: str, problem: str) -> None:
    try:
        cache.set(JOB + name, _next(cache.get(JOB + name) or {}, problem), KEPT_SECONDS)
        cache.set(KEY, time.time(), KEPT_SECONDS)
    except Exception:  # whatever the client of the cache raises
        _log.debug("the pulse is not kept", exc_info=True)


def _next(mark: _Mark, problem: str) -> _Mark:
    if not problem:
        return {"well": time.time()}
    since = mark.get("since") or time.time()
    return mark | {"since": since, "failures": mark.get("failures", 0) + 1, "problem": problem}


def _age(moment: float | None) -> int | None:
    if moment is None or moment > time.time() + SKEW_SECONDS:  # the clock was set back
        return None
    return max(0, int(time.time() - moment))
