"""Pytest plugin that chooses the world before Django's settings are read: `TEST_STACK=embedded` or `production`.

It must be loaded by `-p tests.servers` (pyproject.toml does): a conftest.py is read after the settings.
Embedded: a file SQLite and the in-memory layer. Production: a PostgreSQL shared by all workers (pytest-django makes a
database for each) and one Valkey per worker, so that messages of one worker never reach another.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tools.services import Postgres, Server, Valkey

WORLDS = ("embedded", "production")
WORLD = os.environ.get("TEST_STACK", "embedded")
running: list[Server] = []
folder = Path(tempfile.mkdtemp(prefix="hearth-tests-"))


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    if WORLD not in WORLDS:
        raise pytest.UsageError(f"TEST_STACK must be one of {', '.join(WORLDS)}, not {WORLD!r}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a run that `timeout` ends cleans up as after Ctrl-C
    for name in ("HEARTH_DEBUG", "HEARTH_DEMO", "HEARTH_HTTPS", "EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "HEARTH_TEST": "1",
        "HEARTH_CONNECTION_SECONDS": "0",  # a kept connection of a server thread would hold the test database open
        "HEARTH_SECRET_KEY": "only-for-tests-" * 4,
        "HEARTH_MEDIA": str(folder / "media"),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's sync API keeps a loop running in the test's thread
    }
    if WORLD == "production":
        _start_production()
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'hearth.sqlite3'}"
        os.environ["HEARTH_TEST_DATABASE"] = str(folder / "test.sqlite3")  # a file: threads share it, memory is not
        os.environ.pop("REDIS_URL", None)
    yield


def pytest_unconfigure() -> None:
    while running:
        running.pop().remove()
    shutil.rmtree(folder, ignore_errors=True)


def pytest_report_header() -> str:
    return f"world: {WORLD}"


def _start_production() -> None:
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if not is_worker:
        os.environ["DATABASE_URL"] = _start(Postgres())
    os.environ["REDIS_URL"] = _start(Valkey())


def _start(server: Server) -> str:
    running.append(server)
    server.start()
    return server.url
