from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from celery.utils.imports import instantiate

from config import celery, ticker as ticker_module
from config.ticker import Ticker
from gamify.models import Activity, Outcome, Waiting
from gamify.services import process
from lib import clock, jobs
from tests import factories


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> dict[str, jobs.Job]:
    registered: dict[str, jobs.Job] = {}
    monkeypatch.setattr(jobs, "_jobs", registered)
    monkeypatch.setattr(ticker_module, "_BEAT_SECONDS", 0.01)
    return registered


def test_the_ticker_runs_what_is_due_and_survives_a_failing_job(only: dict[str, jobs.Job]) -> None:
    ran = threading.Event()

    def fail(now: datetime) -> None:
        raise RuntimeError("on purpose")

    jobs.add(jobs.Job("fails", every_seconds=0, run=fail))
    jobs.add(jobs.Job("works", every_seconds=0, run=lambda now: ran.set()))
    clockwork = Ticker()
    clockwork.start()

    assert ran.wait(5)
    clockwork.stop()


def test_the_ticker_leaves_what_is_not_due(only: dict[str, jobs.Job]) -> None:
    early = threading.Event()
    beat = threading.Event()
    jobs.add(jobs.Job("later", every_seconds=3600, run=lambda now: early.set()))
    jobs.add(jobs.Job("now", every_seconds=0, run=lambda now: beat.set()))
    clockwork = Ticker()
    clockwork.start()

    assert beat.wait(5)
    clockwork.stop()
    assert not early.is_set()


def test_two_jobs_cannot_share_a_name_and_each_takes_the_moment(only: dict[str, jobs.Job]) -> None:
    jobs.add(jobs.Job("once", every_seconds=1, run=lambda now: None))

    with pytest.raises(ValueError, match="twice"):
        jobs.add(jobs.Job("once", every_seconds=1, run=lambda now: None))
    with pytest.raises(
        TypeError, match=r"job other: .* is called as \(now=now\): missing a required argument: 'moment'"
    ):
        jobs.add(jobs.Job("other", every_seconds=1, run=lambda moment: None))


def test_beat_wakes_every_job_at_its_start_and_whatever_the_time_of_day_is_set_to(monkeypatch) -> None:
    celery.app.finalize()
    celery.app.loader.import_default_modules()

    clockwork = celery.app.conf.beat_scheduler
    scheduler = instantiate(clockwork, app=celery.app)
    sent: list[str] = []
    monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer=None: sent.append(entry.name))
    monkeypatch.setattr(scheduler, "producer", None)
    while scheduler.tick() == 0:
        pass

    assert sorted(sent) == sorted(job.name for job in jobs.every())  # at the start, what is done once a day too
    with time_machine.travel(clock.now() - timedelta(days=1)):
        sent.clear()
        now = time.monotonic() + 6
        monkeypatch.setattr(time, "monotonic", lambda: now)
        while scheduler.tick() == 0:
            pass
    assert set(sent) == {job.name for job in jobs.every() if job.every_seconds <= 6}


def test_beat_sends_no_more_where_nobody_takes_anything(monkeypatch) -> None:
    scheduler = instantiate(celery.app.conf.beat_scheduler, app=celery.app)
    sent: list[object] = []
    monkeypatch.setattr(celery.beat.Scheduler, "apply_entry", lambda _self, entry, _producer: sent.append(entry))
    sizes: Any = iter([0, celery.MOST_WAITING])
    monkeypatch.setattr(
        scheduler, "producer", SimpleNamespace(channel=SimpleNamespace(_size=lambda _queue: next(sizes)))
    )

    scheduler.apply_entry("first")
    scheduler.apply_entry("second")
    scheduler.apply_entry("the broker is away")

    assert sent == ["first", "the broker is away"]


@pytest.mark.django_db
def test_a_worker_processes_what_a_crash_left() -> None:
    ana = factories.member()
    left = Activity.objects.create(
        source="test",
        key="left",
        actor=ana,
        verb="visit",
        object_type="day",
        object_id="today",
        occurred_at=clock.now(),
        local_date=clock.now().date(),
        recorded_at=clock.now(),
    )
    Waiting.objects.create(activity=left)
    assert process.waiting() == (left.pk,)

    celery.run_job("gamify.sweep")

    assert Outcome.objects.filter(activity=left).exists()
