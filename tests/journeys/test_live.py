"""Live elements in a real browser: whatever happens on the way, the screen ends like a fresh page."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, WebSocketRoute, expect

from accounts.models import User
from live import heartbeat
from live.models import Topic
from live.services import topics
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.weather import Weather
from tests.live.conftest import make_member, members_only, rename  # noqa: F401
from tests.site import Site

SHOWN = "Array.from(document.querySelectorAll('.name, .shared'), (element) => element.textContent)"


@pytest.fixture(autouse=True)
def quick_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.7)


@pytest.fixture
def site(transactional_db: None, settings: Any, members_only: set[int], quick_heartbeats: None) -> Iterator[Site]:  # noqa: F811
    """Serve the page of live elements, with a hub of its own."""
    settings.ROOT_URLCONF = "tests.live.pages"
    cache.clear()
    site = Site()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def members(site: Site) -> list[User]:
    return [make_member(handle) for handle in ("ada", "ben", "cleo")]


@pytest.fixture
def watch(site: Site, open_page: OpenPage, members: list[User]) -> Callable[..., Page]:
    """Open the page of live elements and wait until it listens."""

    def watch_one(route: Callable[[WebSocketRoute], None] | None = None) -> Page:
        page = open_page()
        if route:
            page.route_web_socket("**/ws/live/**", route)
        page.goto(f"{site.url}/test/page/")
        expect(page.locator("html")).to_have_attribute("data-live", "on")
        return page

    return watch_one


def shown(page: Page) -> list[str]:
    names: list[str] = page.evaluate(SHOWN)
    return names


def fresh() -> list[str]:
    return [name for user in User.objects.order_by("pk") for name in (user.display_name, user.display_name)]


def expect_fresh(page: Page, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while shown(page) != fresh():
        assert time.monotonic() < deadline, f"{shown(page)} is not {fresh()}"
        page.wait_for_timeout(50)


def test_a_change_moves_every_screen_within_a_second(watch: Callable[..., Page], members: list[User]) -> None:
    first, second = watch(), watch()

    rename(members[0].pk, "Augusta")

    expect_fresh(first, 1)
    expect_fresh(second, 1)


@pytest.mark.parametrize("seed", [11, 12])
def test_after_losses_doubles_reorders_and_restarts_the_screen_equals_a_fresh_page(
    watch: Callable[..., Page], site: Site, members: list[User], problems: Problems, request: Any, seed: int
) -> None:
    problems.allow("WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource")
    chance, weather = random.Random(seed), Weather(seed)
    page = watch(weather.route)

    for turn in range(60):
        rename(chance.choice(members).pk, f"Name {seed}.{turn}")
        page.wait_for_timeout(chance.choice([0, 5, 60]))
        if turn == 20:
            site.stop()
        if turn == 25:
            site.start()
        if turn == 40 and request.getfixturevalue("world") == "production":
            cache.clear()
            request.getfixturevalue("redis_server").restart()
    weather.is_bad = False

    expect_fresh(page, 40 if request.getfixturevalue("world") == "production" else 15)
    assert weather.lost
    assert weather.doubled
    assert weather.late
    expect(page.locator("html")).to_have_attribute("data-live", "on")


def test_another_database_is_noticed_and_read_again(watch: Callable[..., Page], members: list[User]) -> None:
    page = watch()
    for _ in range(5):
        rename(members[0].pk, "Augusta")
    expect_fresh(page)

    User.objects.update(display_name="Restored")  # no touch: as if the tables were another database's
    Topic.objects.all().delete()

    expect_fresh(page)


def test_without_a_socket_the_page_polls_and_returns_to_the_socket(
    open_page: OpenPage, site: Site, members: list[User], problems: Problems
) -> None:
    problems.allow("WebSocket connection")
    problems.allow("404")
    page = open_page()
    is_blocked = True

    def route(socket: WebSocketRoute) -> None:
        if is_blocked:
            socket.close(code=1011)
        else:
            socket.connect_to_server()

    page.route_web_socket("**/ws/live/**", route)
    page.goto(f"{site.url}/test/page/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', `<article data-live='test:closed:1' data-live-version='3'"
        " data-live-get='/test/card/999999/' data-live-gone='Not for you any more.'></article>`)"
    )
    rename(members[0].pk, "Augusta")
    expect(page.locator("html")).to_have_attribute("data-live", "polling")
    expect_fresh(page)
    expect(page.get_by_text("Not for you any more.")).to_be_visible()
    is_blocked = False

    expect(page.locator("html")).to_have_attribute("data-live", "on", timeout=35_000)


def test_somebody_who_writes_is_not_disturbed(watch: Callable[..., Page], members: list[User]) -> None:
    page = watch()
    card = page.locator(f"#card-{members[0].pk}")
    card.locator("input").fill("half a sente")
    card.locator("input").press("n")

    rename(members[0].pk, "Augusta")
    expect(page.locator(f"#shared-{members[0].pk}")).to_have_text("Augusta")
    page.wait_for_timeout(600)
    assert card.locator("input").input_value() == "half a senten"
    expect(card.locator(".name")).to_have_text("Ada")
    card.locator("input").blur()

    expect(card.locator(".name")).to_have_text("Augusta")


def test_focus_stays_on_the_button_of_a_renewed_card(watch: Callable[..., Page], members: list[User]) -> None:
    page = watch()
    page.locator(f"#card-{members[1].pk} button").focus()

    rename(members[1].pk, "Benjamin")

    expect(page.locator(f"#card-{members[1].pk} .name")).to_have_text("Benjamin")
    expect(page.locator(f"#card-{members[1].pk} button")).to_be_focused()


def test_what_is_gone_leaves_kind_words(watch: Callable[..., Page], members: list[User], problems: Problems) -> None:
    problems.allow("404")
    page = watch()
    pk = members[2].pk

    User.objects.filter(pk=pk).delete()
    topics.touch(f"test:name:{pk}")

    expect(page.locator(".live-gone")).to_have_text("Gone.")
    expect(page.locator(f"#card-{pk}")).to_have_count(0)


def test_a_new_element_is_subscribed_and_catches_up(watch: Callable[..., Page], members: list[User]) -> None:
    page = watch()
    newcomer = make_member("dora")
    page.evaluate(
        "(pk) => document.body.insertAdjacentHTML('beforeend', `<article id='card-${pk}' data-live='test:name:${pk}'"
        " data-live-version='0' data-live-get='/test/card/${pk}/'><p class='name'>?</p></article>`)",
        newcomer.pk,
    )
    page.wait_for_timeout(300)

    rename(newcomer.pk, "Theodora")

    expect(page.locator(f"#card-{newcomer.pk} .name")).to_have_text("Theodora")


def test_the_banner_comes_after_ten_seconds_without_the_server(
    watch: Callable[..., Page], site: Site, problems: Problems
) -> None:
    problems.allow("WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource")
    page = watch()
    site.stop()

    expect(page.locator("html")).to_have_attribute("data-live", "off")
    page.wait_for_timeout(5_000)
    expect(page.locator("[data-live-offline]")).to_be_hidden()
    expect(page.locator("[data-live-offline]")).to_be_visible(timeout=8_000)
    site.start()

    expect(page.locator("[data-live-offline]")).to_be_hidden(timeout=35_000)
