"""A real browser against the whole site. A console error, a broken policy or a 5xx on any page fails the test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.cache import cache, caches
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, expect

from accounts.models import User
from gamify.services import visits
from lib import clock
from tests.journeys import town as towns
from tests.site import Site, front
from tools import browser as chromium
from tools.steps import StepFailed

WAIT_MILLISECONDS = 10_000
CALM = {"reduced_motion": "reduce", "service_workers": "block"}
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
OFFLINE: dict[str, Any] = {"service_workers": "allow"}

expect.set_options(timeout=WAIT_MILLISECONDS)


class Problems:
    """What went wrong in any page of the test, less what the test expects."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Expect problems that match, as in `problems.allow("404")` for a page that must not be found."""
        self._allowed.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [
            text
            for text in (*self.seen, *front.accidents)
            if not any(pattern.search(text) for pattern in self._allowed)
        ]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")


class OpenPage(Protocol):
    def __call__(self, member: User | None = None, **options: Any) -> Page: ...


class SignIn(Protocol):
    def __call__(self, page: Page, member: User, *, has_come_by: bool = True) -> None: ...


@pytest.fixture(scope="session")
def browser_here() -> None:
    """Tell Playwright which browser, and where its own lacks a library which driver, to use."""
    try:
        os.environ |= chromium.use(may_fetch=False)
    except StepFailed as failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.fixture(scope="session")
def playwright(browser_here: None, playwright: Playwright) -> Playwright:
    del browser_here
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_here: None) -> dict[str, Any]:
    del browser_here
    return {"executable_path": os.environ["HEARTH_CHROMIUM"], "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def served_site(django_db_setup: None) -> Iterator[Site]:
    del django_db_setup
    site = Site()
    site.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesStorage, "joins_sheets", True, raising=False)  # one request for each instead of twenty
        yield site
    site.stop()


@pytest.fixture(scope="session")
def base_url(served_site: Site) -> str:
    return served_site.url


@pytest.fixture
def site(served_site: Site, transactional_db: None) -> Site:
    """Return the running site with an empty database; `stop()` and `start()` it for a restart."""
    del transactional_db
    cache.clear()
    return served_site


@pytest.fixture
def town(site: Site) -> Iterator[towns.Town]:
    """Return a small community to walk into, written through the services."""
    del site
    yield towns.build()
    caches["fragments"].clear()  # the next test's rows have the same primary keys


@pytest.fixture(autouse=True)
def front_door() -> Iterator[None]:
    """Let pages in again once the database of a test is empty."""
    yield
    front.is_open = True


@pytest.fixture
def problems(site: Site) -> Iterator[Problems]:
    """Return what goes wrong in the test's pages. They are closed and settled before the database is emptied."""
    del site
    front.accidents.clear()
    found = Problems()
    yield found
    front.close()
    assert not found.unexpected()


@pytest.fixture
def sign_in(base_url: str) -> SignIn:
    """Give a page's browser a session of the member without walking through the form.

    Their day has begun and what they gained is told: else the first page tells of it, in four more requests.
    """

    def sign_one_in(page: Page, member: User, *, has_come_by: bool = True) -> None:
        client = Client()
        client.force_login(member)
        request = HttpRequest()
        request.session = client.session
        if has_come_by:
            request.session["visited_on"] = member.calendar.day(clock.now()).isoformat()
            visits.note(user=member, now=clock.now())
            towns.hear_news(member)
        record_authentication(request, member, "password", reauthenticated=True)  # typed a moment ago
        request.session.save()
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])

    return sign_one_in


@pytest.fixture
def open_page(
    site: Site, problems: Problems, sign_in: SignIn, new_context: Callable[..., BrowserContext]
) -> Iterator[OpenPage]:
    """Open an empty page in a browser of its own, signed in as `member` when one is given.

    Options are Playwright's: `locale="zh-CN"`, `color_scheme="dark"`, `java_script_enabled=False`, `viewport=…`.
    Nothing moves and no service worker runs but with MOVING and OFFLINE: both cost more than the pages themselves.
    """
    del site

    def open_one(member: User | None = None, **options: Any) -> Page:
        context = new_context(**CALM | options)
        context.set_default_timeout(WAIT_MILLISECONDS)
        problems.watch(context)
        page = context.new_page()
        if member:
            sign_in(page, member)
        return page

    yield open_one
    front.settle()  # a page that is closed would not say how its last request ended


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return a visitor's page, watched as every other."""
    return open_page()
