"""Celery: the clock and the hands of production. The database remembers what is to be done, the broker only wakes.

celery -A config worker
celery -A config beat
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, shared_task, signals
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A wake-up that was not acknowledged comes again with the clock. Giving it back to a broker that has just gone would
# end the worker: Celery 5.7 closes the connection twice, and Kombu then knows no more where it led.
Channel.do_restore = False
app = Celery("hearth")
app.config_from_object("django.conf:settings", namespace="CELERY")


@signals.setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leave the log as the settings have it; Celery would put its own form and level in their place."""


@shared_task(name="job")
def run_job(name: str) -> None:
    """Run one job; twice or late does no harm."""
    from config import pulse
    from lib import clock, jobs

    jobs.get(name).run(now=clock.now())
    pulse.beat()


@app.on_after_finalize.connect
def set_clock(sender: Celery, **_: Any) -> None:
    """Wake every job when it is due; a wake-up that nobody heard in time is dropped."""
    from lib import jobs

    for job in jobs.every():
        sender.add_periodic_task(job.every_seconds, run_job.s(job.name), name=job.name, expires=job.every_seconds)
