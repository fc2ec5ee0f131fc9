"""Celery: the clock and the hands of production. The database remembers what is to be done, the broker only wakes.

celery -A config worker
celery -A config beat
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Any

from celery import Celery, beat, schedules, shared_task, signals
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("hearth")
app.config_from_object("django.conf:settings", namespace="CELERY")


class Wakes(redis.Channel):
    """A channel whose end harms nobody: a wake-up that went with it comes again with the clock.

    Kombu 5.7 would give back and acknowledge over a closed one, which ends the worker when Redis comes and goes.
    """

    do_restore = False

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Acknowledge while there is somebody to hear it; who waits for more notices the loss, and says so once."""
        if getattr(self.connection, "client", None) is not None:
            with suppress(*self.connection_errors):  # type: ignore[attr-defined]
                super().basic_ack(delivery_tag, multiple)


redis.Transport.Channel = Wakes


MOST_WAITING = 1000


class Turn(beat.ScheduleEntry):
    """When a job is waked: at the start, and then every so many seconds."""

    def is_due(self) -> Any:
        """Say yes, and how long until the next: nobody asks before the turn has come (`Clockwork`)."""
        every: Any = self.schedule
        return schedules.schedstate(is_due=True, next=every.seconds)


class Clockwork(beat.Scheduler):
    """Goes by a clock that nobody sets, and needs no file.

    Celery's own goes by the time of day: where that is set back by a day, it would wake nobody for a day.
    """

    Entry = Turn

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        """Send the wake-up, unless so many wait that no worker can be there to take them: Redis would keep them all."""
        if self._waiting() < MOST_WAITING:
            super().apply_entry(entry, producer)

    def _waiting(self) -> int:
        try:
            channel: Any = self.producer.channel
            return int(channel._size(self.app.conf.task_default_queue))
        except Exception:  # whatever the broker's client raises; sending tells
            return 0

    def _when(self, entry: Any, next_time_to_run: float | None, mktime: Any = None) -> float:
        return time.monotonic() + (next_time_to_run or 0)


@signals.setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leave the log as the settings have it; Celery would put its own form and level in their place."""


@shared_task(name="job")
def run_job(name: str) -> None:
    """Run one job; twice or late does no harm."""
    from config import pulse

    pulse.run(name)


@app.on_after_finalize.connect
def set_clock(sender: Celery, **_: Any) -> None:
    """Wake every job when it is due; a wake-up that nobody heard in time is dropped."""
    from lib import jobs

    for job in jobs.every():
        sender.add_periodic_task(job.every_seconds, run_job.s(job.name), name=job.name, expires=job.every_seconds)
