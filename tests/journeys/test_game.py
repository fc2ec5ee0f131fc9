"""The game in a real browser: gains are told once and at once, and boards move under those who watch."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import User
from gamify.services import economies, record
from lib import clock
from tests.community import scenes
from tests.factories import member
from tests.journeys.conftest import MOVING, OpenPage, SignIn
from tests.site import Site

ECONOMY = Path("gamify/economy/default.toml")
STILL = """Promise.all(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().endTime < Infinity).map((each) => each.finished))"""


@pytest.fixture
def mei(site: Site) -> User:
    """A member of Tea, as the game begins."""
    economies.publish(text=ECONOMY.read_text("utf-8"), now=clock.now() - timedelta(days=1))
    tea = scenes.group("tea")
    return scenes.join(tea, member("Mei", handle="mei"))


def earn(user: User, *, key: str) -> None:
    """Earn one point as a reaction does."""
    what = record.Ref("post", "1")
    record.activity(actor=user, verb="like", object=what, key=key, data={"object_author": "nobody"}, now=clock.now())


def write(page: Page, site: Site, *, feeling: str) -> None:
    page.goto(f"{site.url}/write/?group=tea")
    page.get_by_label("Title").fill("The first cup")
    page.locator("textarea[name=body]").fill("A kettle, a rainy morning, and nobody in a hurry.")
    page.locator(f"input[name=emotions][value={feeling}]").check(force=True)
    page.locator("#composer button[type=submit]").last.click()
    page.wait_for_url("**/p/*/")


def test_a_first_post_is_celebrated_once(site: Site, mei: User, open_page: OpenPage) -> None:
    page = open_page(mei, **MOVING)
    write(page, site, feeling="joy")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Level 2: Ember")
    expect(dialog).to_contain_text("First words")
    page.evaluate(STILL)
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("dialog").count() == 0
    expect(page.locator("#self")).to_contain_text("Level 2")


def test_a_sad_post_is_answered_quietly(site: Site, mei: User, open_page: OpenPage) -> None:
    page = open_page(mei)
    write(page, site, feeling="sad")

    toast = page.locator(".toast.gain")
    expect(toast).to_contain_text("Badge: First words")
    expect(toast.get_by_role("link", name="why?")).to_have_attribute("href", "/points/")
    assert page.get_by_role("dialog").count() == 0


def test_points_that_come_while_one_reads_are_told_at_once(
    site: Site, mei: User, open_page: OpenPage, sign_in: SignIn
) -> None:
    page = open_page()
    sign_in(page, mei, has_come_by=False)
    page.goto(f"{site.url}/tasks/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    expect(page.locator(".toast.gain")).to_contain_text("Coming by")

    earn(mei, key="reaction:1")

    expect(page.locator(".toast.gain").last).to_contain_text("Feeling with somebody")
    expect(page.locator(".level")).to_contain_text("2 of 30 growth")


def test_each_open_tab_tells_once(site: Site, mei: User, open_page: OpenPage, sign_in: SignIn) -> None:
    one = open_page()
    sign_in(one, mei, has_come_by=False)
    one.goto(f"{site.url}/tasks/")
    expect(one.locator(".toast.gain")).to_contain_text("Coming by")
    other, elsewhere = one.context.new_page(), open_page(mei)
    for page in (other, elsewhere):
        page.goto(f"{site.url}/tasks/")
    for page in (one, other, elsewhere):
        expect(page.locator("html")).to_have_attribute("data-live", "on")
        page.evaluate("document.querySelectorAll('.toast').forEach((toast) => toast.remove())")

    earn(mei, key="reaction:1")

    for page in (one, other, elsewhere):
        expect(page.locator(".toast.gain")).to_contain_text("Feeling with somebody")
    for page in (one, other, elsewhere):
        page.goto(f"{site.url}/badges/", wait_until="networkidle")
        expect(page.locator(".toast.gain")).to_have_count(0)


def test_a_board_moves_under_those_who_watch_and_marks_each_ones_own_row(
    site: Site, mei: User, open_page: OpenPage
) -> None:
    tom = member("Tom")
    earn(tom, key="reaction:tom")
    page, visitor = open_page(mei), open_page()
    for one in (page, visitor):
        one.goto(f"{site.url}/boards/")
        expect(one.locator("html")).to_have_attribute("data-live", "on")
    names = page.locator("ol.board").first.locator(".name")
    expect(names).to_have_text(["Founder", "Tom", "You"])

    for number in range(8):
        earn(mei, key=f"reaction:{number}")

    expect(names).to_have_text(["You", "Founder", "Tom"])
    expect(page.locator("ol.board .me .score")).to_have_text("9")
    expect(page.get_by_text("You are number 1")).to_be_visible()
    expect(visitor.locator("ol.board .name")).to_have_text(["Mei", "Founder", "Tom"])
    assert visitor.locator(".me").count() == 0


def test_the_game_can_be_hidden_and_shown_without_scripts(site: Site, mei: User, open_page: OpenPage) -> None:
    page = open_page(mei, java_script_enabled=False)
    page.goto(f"{site.url}/tasks/")

    page.get_by_role("button", name="Hide the game").click()
    expect(page.get_by_role("heading", name="The game is hidden")).to_be_visible()
    expect(page.locator("header.rail")).not_to_contain_text("Tasks")

    page.get_by_role("button", name="Show it again").click()
    expect(page.get_by_role("heading", name="Tasks and badges")).to_be_visible()
