"""A batch killed at any statement and run again changes nothing that running it once would not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from gamify.models import Outcome
from gamify.services import process
from tests.gamify.conftest import economy, member  # noqa: F401
from tests.gamify.test_properties import START, assert_sound, record_all, snapshot

PLAN = [
    ("join", 0, 1, 1, 0),
    ("create", 0, 1, 1, 5),
    ("comment", 1, 0, 1, 5),
    ("create", 1, 1, 2, 5),
    ("undo", 0, 1, 1, 5),
    ("like", 2, 0, 1, 5),
    ("receive", 0, 2, 1, 0),
    ("redo", 0, 1, 1, 5),
    ("visit", 2, 2, 2, 900),
]


class Killed(BaseException):
    """Stands for the power cut: nothing in the code may catch it."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """Run every statement of the block up to number `statement`, which runs and is then cut off."""
    count = 0

    def wrapper(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        result = execute(*arguments)
        count += not str(arguments[0]).startswith("BEGIN")
        if count == statement:
            raise Killed
        return result

    with connection.execute_wrapper(wrapper):
        yield


@pytest.fixture
def people(economy: None, member: Any) -> list[Any]:  # noqa: F811
    return [member(name) for name in ("mei", "tom", "ana")]


@pytest.mark.django_db(transaction=True)
def test_a_batch_killed_at_each_statement_and_run_again_equals_one_that_was_not(people, monkeypatch):
    monkeypatch.setattr(process, "at_once", lambda **_: None)  # what is recorded here must wait
    ids = tuple(record_all(people, PLAN))
    monkeypatch.undo()
    assert set(process.waiting()) == set(ids)
    kills = 0

    for statement in range(1, 100):
        try:
            with killed_at(statement):
                process.batch(ids=ids, now=START)
        except Killed:
            if not process.waiting():
                break  # killed while telling the news, after the commit
            kills += 1
            assert set(process.waiting()) == set(ids)
            assert {name: rows for name, rows in snapshot().items() if rows} == {}

    assert kills >= 10
    assert process.waiting() == ()
    assert_sound()
    once = snapshot()
    assert process.batch(ids=ids, now=START) == ()
    assert snapshot() == once


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_between_recording_and_processing_is_swept(people, monkeypatch):
    monkeypatch.setattr(process, "at_once", lambda **_: None)
    record_all(people, PLAN)
    monkeypatch.undo()
    assert len(process.waiting()) == len(PLAN)

    assert process.sweep(now=START) == len(PLAN)

    assert_sound()
    assert snapshot()["accounts"]


@pytest.mark.django_db(transaction=True)
def test_without_the_transaction_the_same_kills_would_leave_halves(people, monkeypatch):
    """The negative control: the test above can fail."""
    monkeypatch.setattr(process, "at_once", lambda **_: None)
    ids = tuple(record_all(people, PLAN))
    monkeypatch.undo()
    naked = process.batch.__wrapped__
    halves = 0

    for statement in range(4, 30):
        try:
            with killed_at(statement):
                naked(ids=ids, now=START)
        except Killed:
            halves += bool(snapshot()["accounts"]) or Outcome.objects.exists()
            if halves:
                break

    assert halves
