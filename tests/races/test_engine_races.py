"""Real threads on the same member at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from gamify.models import Account, Activity, LedgerEntry, Standing
from gamify.services import process, record, visibility
from gamify.storage import claims
from tests.gamify.conftest import economy, member  # noqa: F401
from tests.gamify.test_properties import START, assert_sound, record_all

WORKERS = 8
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Callable[[int], Any], workers: int = WORKERS) -> tuple[list[Any], list[BaseException]]:
    """Run `work(number)` in threads that start together; return their results and what they raised."""
    barrier = threading.Barrier(workers)
    results: list[Any] = []
    errors: list[BaseException] = []

    def body(number: int) -> None:
        try:
            barrier.wait(20)
            results.append(work(number))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=body, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results, errors


@pytest.fixture
def people(economy: None, member: Any) -> list[Any]:  # noqa: F811
    return [member(name) for name in ("mei", "tom", "ana")]


@pytest.fixture
def waiting(people, monkeypatch) -> tuple[int, ...]:
    with monkeypatch.context() as patch:
        patch.setattr(process, "at_once", lambda **_: None)
        plan = [("create", number % 3, number, 1, 3) for number in range(12)]
        return tuple(record_all(people, [*plan, ("undo", 0, 2, 1, 1), ("like", 0, 1, 1, 1)]))


def test_eight_workers_on_the_same_activities_process_each_once(waiting):
    results, errors = at_once(lambda _: process.batch(ids=waiting, now=START))

    assert errors == []
    assert sorted(pk for done in results for pk in done) == sorted(waiting)
    assert_sound()


def test_eight_workers_on_different_activities_of_the_same_members_do_not_lose_a_point(waiting):
    shares = [waiting[number::WORKERS] for number in range(WORKERS)]

    _, errors = at_once(lambda number: process.batch(ids=shares[number], now=START))
    process.sweep(now=START)

    assert errors == []
    assert process.waiting() == ()
    assert_sound()


@pytest.mark.production_only
def test_without_the_locks_the_same_eight_workers_collide(waiting, monkeypatch):
    """The negative control: the race is real."""
    as_members = claims.as_members
    slow = threading.Barrier(WORKERS)

    def slowly(rows, marks):
        slow.wait(4)
        return as_members(rows, marks)

    monkeypatch.setattr(claims, "lock", claims._players)
    monkeypatch.setattr(claims, "as_members", slowly)
    process_first = process.batch.__wrapped__
    assert process_first is not None

    _, errors = at_once(lambda _: process.batch(ids=waiting, now=START))

    assert errors


def test_one_key_recorded_by_eight_is_one_activity(people):
    def work(_: int) -> int:
        activity = record.activity(
            actor=people[0],
            verb="create",
            object=record.Ref("post", "1"),
            key="post:1",
            data={"words": 20, "images": 0},
            now=START,
        )
        return activity.pk

    results, errors = at_once(work)

    assert errors == []
    assert len(set(results)) == 1
    assert Activity.objects.count() == 1
    assert LedgerEntry.objects.filter(source="rule/share-moment@1", account__currency_id="growth").count() == 1
    assert_sound()


def test_one_undo_asked_for_by_eight_takes_back_once(people):
    first = record.activity(
        actor=people[0],
        verb="create",
        object=record.Ref("post", "1"),
        key="post:1",
        data={"words": 20, "images": 0},
        now=START,
    )
    assert Account.objects.get(user=people[0], currency_id="growth").available > 0

    results, errors = at_once(lambda _: record.undo(key="post:1", reason="gone", by=None, now=START).pk)

    assert errors == []
    assert len(set(results)) == 1
    assert Activity.objects.filter(undoes=first).count() == 1
    assert Account.objects.get(user=people[0], currency_id="growth").available == 0
    assert_sound()


@pytest.mark.parametrize("played", [True, False])
def test_who_hides_while_an_activity_is_processed_is_on_no_board(waiting, people, played):
    """The engine waits until the member has hidden, and then knows of it."""
    if played:
        process.batch(ids=waiting[:3], now=START)
    hidden, done = threading.Event(), threading.Event()

    def hide() -> None:
        with transaction.atomic():
            visibility.choose(user=people[0], game_hidden=False, boards_hidden=True)
            hidden.set()
            done.wait(1)  # the other hand is held up meanwhile, where rows have locks

    def work() -> None:
        hidden.wait(20)
        process.batch(ids=waiting, now=START)
        done.set()

    _results, errors = at_once(lambda number: (hide, work)[number](), 2)

    assert errors == []
    assert process.waiting() == ()
    assert not Standing.objects.filter(user=people[0]).exists()
    assert_sound()
