"""What every test gets: no network but loopback, a clock that can stand still, and marks by folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests import append_only, copied_database, heard_topics, loopback, servers, speedups  # noqa: F401 patch on import

HERE = Path(__file__).parent
WORLD_FOLDERS = {"community", "faults", "gamify", "inbox", "live", "races", "rewards"}
# What is pure, is about a page's HTML, or whose statements are plain or run by chaos, races and faults on both: one
# database is enough for these modules of the folders above.
EDGES = re.compile(
    "pages|page_cache|console|closed|addresses|headers|csrf|redirects|admin|stripe|sheets|policies|test_text|images"
    "|icons|facts|paths|post_types|differences|moderation_actions|conditions|registries|money|test_demo"
    "|test_voting|test_pace|test_backfills|test_moderation_(decisions|reports|sanctions)|test_(album|appeals|assists"
    "|campaigns|catalogue|coupons|delivery|drafts|duties|garden|late_orders|many|notifying|payments|posts|reactions"
    "|redeeming|refunds|seats|taken_back|teams|waiting)$"
)
EPOCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m world` leave the modules unread in which no test can have that mark."""
    if config.getoption("markexpr") != "world" or not collection_path.name.startswith("test_"):
        return None
    area = collection_path.relative_to(HERE).parts[0]
    may = area in WORLD_FOLDERS and not EDGES.search(collection_path.stem)
    is_needed = may or re.search("mark.world|production_only", collection_path.read_text("utf-8"))
    return None if is_needed else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by folder, leave out what has no meaning in this world, and put journeys last.

    Playwright's sync API keeps an event loop running in the worker until its end: asyncio tests must come before.
    """
    for item in items:
        area = item.path.relative_to(HERE).parts[0]
        is_edge = EDGES.search(item.path.stem) and not item.get_closest_marker("production_only")
        if area in WORLD_FOLDERS and not is_edge and not item.get_closest_marker("embedded_only"):
            item.add_marker("world")
        if area == "journeys":
            item.add_marker("journey")
    other_world = "embedded_only" if servers.WORLD == "production" else "production_only"
    items[:] = [item for item in items if not item.get_closest_marker(other_world)]
    items.sort(key=lambda item: bool(item.get_closest_marker("journey")))


def pytest_collection_finish() -> None:
    speedups.spare_the_collector()


def pytest_runtest_setup() -> None:
    """Speak English again: Django leaves the language of the last request where that was asked for."""
    translation.deactivate()


class Clock:
    """The frozen time of a test, and the hand that moves it."""

    def __init__(self, travel: time_machine.Traveller) -> None:
        self._travel = travel

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def set(self, moment: datetime) -> datetime:
        self._travel.move_to(moment)
        return moment

    def tick(self, **delta: float) -> datetime:
        """Move forward by `timedelta(**delta)`, as in `clock.tick(days=1, minutes=5)`."""
        return self.set(self.now + timedelta(**delta))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time stands still on Monday 2 March 2026, 09:00 UTC."""
    with time_machine.travel(EPOCH, tick=False) as travel:
        yield Clock(travel)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Let pytest-django begin with the file that is there: a copy (tests/copied_database.py) in a passing folder."""
    return servers.WORLD == "embedded"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    del django_db_modify_db_settings_parallel_suffix
    with django_db_blocker.unblock():
        copied_database.take()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    del django_db_setup
    with django_db_blocker.unblock():
        copied_database.keep()


@pytest.fixture
def world() -> str:
    """Return `embedded` or `production`."""
    return servers.WORLD


@pytest.fixture
def redis_server() -> servers.Valkey:
    """Return this worker's Redis, to flush, kill or restart; start it again before the test ends."""
    return next(server for server in servers.running if isinstance(server, servers.Valkey))


# A shared machine is slow at times; what a property found must be found again in CI.
examples = 100 if servers.WORLD == "embedded" else 30  # the second world is walked for its database
settings.register_profile(
    "hearth", max_examples=examples, deadline=None, print_blob=True, derandomize="CI" in os.environ
)
settings.load_profile("hearth")
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", "var/hypothesis")
