"""Celery: the clock and the hands of production. The database remembers what is to be done, the broker only wakes.

celery -A config worker
celery -A config beat
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, shared_task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("hearth")
app.config_from_object("django.conf:settings", namespace="CELERY")


@shared_task(name="chore")
def run_chore(name: str) -> None:
    """Run one chore; twice or late does no harm."""
    from lib import chores, clock

    chores.get(name).run(clock.now())


@app.on_after_finalize.connect
def set_clock(sender: Celery, **_: Any) -> None:
    """Wake every chore when it is due; a wake-up that nobody heard in time is dropped."""
    from lib import chores

    for chore in chores.every():
        sender.add_periodic_task(
            chore.every_seconds, run_chore.s(chore.name), name=chore.name, expires=chore.every_seconds
        )
