from __future__ import annotations

import threading
from datetime import datetime

import pytest

from config import celery, ticker as ticker_module
from config.ticker import Ticker
from gamify.models import Activity, Outcome, Waiting
from gamify.services import process
from lib import chores, clock
from tests import factories


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> dict[str, chores.Chore]:
    registered: dict[str, chores.Chore] = {}
    monkeypatch.setattr(chores, "_chores", registered)
    monkeypatch.setattr(ticker_module, "_BEAT_SECONDS", 0.01)
    return registered


def test_the_ticker_runs_what_is_due_and_survives_a_failing_chore(only: dict[str, chores.Chore]) -> None:
    ran = threading.Event()

    def fail(_now: datetime) -> None:
        raise RuntimeError("on purpose")

    chores.add(chores.Chore("fails", every_seconds=0, run=fail))
    chores.add(chores.Chore("works", every_seconds=0, run=lambda now: ran.set()))
    clockwork = Ticker()
    clockwork.start()

    assert ran.wait(5)
    clockwork.stop()


def test_the_ticker_leaves_what_is_not_due(only: dict[str, chores.Chore]) -> None:
    early = threading.Event()
    beat = threading.Event()
    chores.add(chores.Chore("later", every_seconds=3600, run=lambda now: early.set()))
    chores.add(chores.Chore("now", every_seconds=0, run=lambda now: beat.set()))
    clockwork = Ticker()
    clockwork.start()

    assert beat.wait(5)
    clockwork.stop()
    assert not early.is_set()


def test_two_chores_cannot_share_a_name(only: dict[str, chores.Chore]) -> None:
    chores.add(chores.Chore("once", every_seconds=1, run=lambda now: None))

    with pytest.raises(ValueError, match="twice"):
        chores.add(chores.Chore("once", every_seconds=1, run=lambda now: None))


def test_beat_wakes_every_chore() -> None:
    celery.app.finalize()
    celery.app.loader.import_default_modules()

    assert {chore.name for chore in chores.every()} <= set(celery.app.conf.beat_schedule)


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

    celery.run_chore("gamify.sweep")

    assert Outcome.objects.filter(activity=left).exists()
