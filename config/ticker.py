"""The clock of the embedded world: one thread of the one process that runs the jobs when they are due."""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections

from config import pulse
from lib import jobs

_log = logging.getLogger(__name__)
_BEAT_SECONDS = 1.0
_FIRST_SECONDS = 60  # or a process that is begun anew each day would never come to what is done once a day


class Ticker:
    """Runs each job every so many seconds; a failing one is logged and tried again at its next turn."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        started = time.monotonic()
        due = {job.name: started + min(job.every_seconds, _FIRST_SECONDS) for job in jobs.every()}
        while not self._stopping.wait(_BEAT_SECONDS):
            for name in [name for name, moment in due.items() if moment <= time.monotonic()]:
                self._do(jobs.get(name))
                due[name] = time.monotonic() + jobs.get(name).every_seconds

    def _do(self, job: jobs.Job) -> None:
        try:
            pulse.run(job.name)
        except Exception:  # the clock must go on
            _log.exception("job %s failed", job.name)
        finally:
            close_old_connections()


ticker = Ticker()
