"""Many hands at once, and how to take away what keeps them apart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from lib import sql


def at_once(work: Callable[[int], Any], hands: int) -> tuple[list[Any], list[Exception]]:
    """Run `work(number)` in threads that start together; return their results and their errors."""
    barrier, results, problems = threading.Barrier(hands), [], []

    def body(number: int) -> None:
        try:
            barrier.wait(20)
            results.append(work(number))
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=body, args=(number,)) for number in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results, problems


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for a row: the negative control of every lock."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows.all())
    monkeypatch.setattr(sql, "for_no_key_update", lambda of="": "")


def meet(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, hands: int) -> None:
    """Let all hands have read before the first of them goes on from `module.name`."""
    work, barrier = getattr(module, name), threading.Barrier(hands)

    def after_the_others(*given: Any, **named: Any) -> Any:
        found = work(*given, **named)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(2)
        return found

    monkeypatch.setattr(module, name, after_the_others)
