"""Connections to SQLite that serve one thread after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections

from lib.sqlite_pool import base


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Path]:
    monkeypatch.setattr(base, "_idle", deque())
    with django_db_blocker.unblock():
        yield tmp_path / "a.sqlite3"


def thread(file: Path) -> base.DatabaseWrapper:
    """Return a connection as a thread has one of its own."""
    settings: dict[str, Any] = {**connections.settings["default"], "NAME": str(file), "OPTIONS": {}}
    return base.DatabaseWrapper(settings)


def opened(file: Path) -> tuple[base.DatabaseWrapper, object]:
    found = thread(file)
    found.ensure_connection()
    return found, found.connection


def test_what_one_has_closed_serves_the_next(file: Path) -> None:
    first, held = opened(file)
    first.cursor().execute("CREATE TABLE cup (name)")
    first.close()

    second, again = opened(file)
    third, other = opened(file)

    assert again is held
    assert other is not held
    assert third.introspection.table_names() == second.introspection.table_names() == ["cup"]


def test_what_ended_badly_serves_nobody(file: Path) -> None:
    first, failed = opened(file)
    with pytest.raises(OperationalError):
        first.cursor().execute("SELECT * FROM nowhere")
    first.close()
    second, amid = opened(file)
    assert amid is not failed
    second.connection.execute("BEGIN IMMEDIATE")
    second.close()

    third, fresh = opened(file)

    assert fresh is not amid
    third.cursor().execute("CREATE TABLE cup (name)")  # nobody else writes


def test_a_file_that_was_put_back_is_read_at_once(file: Path) -> None:
    first, _held = opened(file)
    first.cursor().execute("CREATE TABLE before (name)")
    first.close()
    other, _held = opened(file.with_name("b.sqlite3"))
    other.cursor().execute("CREATE TABLE after (name)")
    other.close()

    file.with_name("b.sqlite3").replace(file)

    assert thread(file).introspection.table_names() == ["after"]


def test_no_more_rest_than_are_needed_and_none_of_a_database_in_memory(file: Path) -> None:
    every = [opened(file)[0] for _number in range(base.MOST + 2)]
    for each in every:
        each.close()
    assert len(base._idle) == base.MOST
    base._idle.clear()

    inside = thread(Path(":memory:"))
    inside.ensure_connection()
    inside._close()

    assert not base._idle
