"""A database that is away is told from a fault of ours, to pages and to programs."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from lib import jobs
from lib.outages import is_away as is_outage
from tests.factories import member


def of_sqlite(place: str, said: str = "") -> Exception:
    try:
        sqlite3.connect(place).executescript(said)
    except sqlite3.Error as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    ("cause", "is_away"),
    [
        (psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly"), True),
        (psycopg.OperationalError("failed to resolve host 'postgres': Name or service not known"), True),
        (psycopg.errors.AdminShutdown("terminating connection"), True),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), True),
        (of_sqlite("/nowhere/at/all"), True),
        (of_sqlite(":memory:", "pragma max_page_count=1; create table a as select randomblob(9999)"), True),
        (of_sqlite(":memory:", "select * from nowhere"), False),
        (psycopg.OperationalError("sending query and params failed: number of parameters must be below 65535"), False),
        (psycopg.errors.DeadlockDetected("deadlock detected"), False),
        (psycopg.errors.DiskFull("could not extend file"), True),
        (None, False),
    ],
)
def test_only_a_line_that_broke_is_an_outage(cause: Exception | None, is_away: bool) -> None:
    error = OperationalError(str(cause))
    error.__cause__ = cause

    assert is_outage(error) is is_away
    asked: list[int] = []

    def fail(row: int) -> int:
        asked.append(row)
        raise error

    with nullcontext() if not is_away else pytest.raises(OperationalError):
        jobs.each([1, 2], fail)
    assert asked == ([1] if is_away else [1, 2])  # no row is asked about in vain
    assert not is_outage(ProgrammingError())


@pytest.mark.django_db
def test_without_the_database_programs_and_readers_are_told_so_and_when_to_come_back(monkeypatch, caplog) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(member("Mei"))
    visitor = Client(raise_request_exception=False)

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("gone") from psycopg.OperationalError("connection failed: refused")

    monkeypatch.setattr(CursorWrapper, "execute", gone)
    zh = {"accept-language": "zh-CN,en;q=0.5"}
    program = client.get("/api/v1/me", headers=zh)  # breaks at the session
    endpoint = visitor.get("/api/v1/feeds/latest")  # breaks in the endpoint
    key = visitor.get("/api/v1/me", headers={"authorization": f"Bearer hearth_{'0' * 8}_{'0' * 64}"})  # at the door
    page, script = client.get("/"), client.get("/tasks/", headers={"hx-request": "true", **zh})

    for answer in (program, endpoint, key, page, script):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5"), answer.content
        assert "no-store" in answer.get("Cache-Control", "no-store")
    for answer in (program, endpoint, key):
        assert answer["Content-Type"] == "application/problem+json"
        assert (answer.json()["code"], answer.json()["status"]) == ("api.unavailable", 503)
    assert program.json()["title"] == script.content.decode() == "数据库暂时没有回应，请稍后再试。"
    assert "Back in a moment" in page.content.decode()
    assert "马上回来" in page.content.decode()
    assert "style-src 'unsafe-inline'" in page["Content-Security-Policy"]
    assert "Traceback" not in caplog.text


@pytest.mark.django_db
def test_what_breaks_before_an_endpoint_is_a_problem_too_and_no_outage(monkeypatch, caplog) -> None:
    client: Any = Client(raise_request_exception=False)
    client.force_login(member("Mei"))
    monkeypatch.setattr("accounts.sessions.SessionStore.load", lambda _: 1 // 0)

    answer = client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (500, "api.fault")
    assert "ZeroDivisionError" in caplog.text
