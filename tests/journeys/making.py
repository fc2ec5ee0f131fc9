"""What people do on the pages of a proposal that is made: the brand, its testers, its authors, the staff."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lib import clock, jobs

TYPED = "%Y-%m-%dT%H:%M"
GIVEN_UP = "Two of three pouches burst in the post."
ANSWER = "My father read it aloud at dinner."


class Calendar:
    """The site's clock, which goes as every other until the test lets days go by."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._ahead, wall = timedelta(0), clock.now
        patch.setattr(clock, "now", lambda: wall() + self._ahead)

    def let_pass(self, *names: str, **time: float) -> None:
        """Let time go by, and do the jobs named `names` that became due."""
        self._ahead += timedelta(**time)
        for name in names:
            jobs.get(name).run(now=clock.now())


def typed(moment: datetime) -> str:
    return moment.strftime(TYPED)


def answer(page: Page, path: str) -> None:
    """The brand says yes; everybody can read it in an hour."""
    page.goto(f"{path}answer/")
    page.locator("[name=outcome]").first.check()
    page.locator("[name=reasons]").fill(ANSWER)
    page.locator("[name=feasibility]").last.check()
    page.locator("[name=cost]").fill("18600")
    page.locator("[name=reveals_at]").fill(typed(clock.now() + timedelta(hours=1)))
    page.get_by_role("button", name="Keep or publish the answer").click()
    expect(page.locator("body")).to_contain_text("Nobody but your brand sees it until its moment")


def show_prototype(page: Page, path: str) -> None:
    page.goto(f"{path}desk/")
    page.get_by_label("What is new").fill("No 2")
    page.get_by_label("Tell it").fill("It pours.")
    page.get_by_label("It is a prototype that people could test").check()
    page.get_by_role("button", name="Tell everybody").click()


def open_test(page: Page) -> None:
    """Ask one question of one tester, who is drawn tomorrow."""
    page.get_by_text("Let a prototype be tested").click()
    page.get_by_label("How many testers").fill("1")
    page.get_by_label("The draw").fill(typed(clock.now() + timedelta(days=1)))
    page.get_by_label("The end").fill(typed(clock.now() + timedelta(days=3)))
    page.get_by_label("Question 1").fill("Does it pour?")
    page.get_by_role("button", name="Open the test").click()
    expect(page.locator("body")).to_contain_text("The seed of its draw is kept")


def try_it(page: Page, path: str, calendar: Calendar) -> None:
    """Ask to test it, be drawn, and answer; the page of everybody else then shows how it went."""
    page.goto(f"{path}making/")
    page.get_by_role("link", name="Test 1: No 2").click()
    page.get_by_role("button", name="I would like to test it").click()
    expect(page.locator("#test")).to_contain_text("You are in the draw.")
    calendar.let_pass("community.draw_tests", days=1, minutes=1)
    page.reload()
    page.locator(".scale label").last.click()
    page.get_by_role("button", name="Send my answers").click()
    calendar.let_pass("community.close_tests", days=2)
    page.reload()
    expect(page.locator(".result")).to_contain_text("5.0 of 5, by 1 person")


def share_out(page: Page, path: str, calendar: Calendar) -> None:
    """Keep the shares as the record suggests them, show them for a week, and see them frozen."""
    page.goto(f"{path}credit/")
    page.get_by_role("link", name="Write the shares").click()
    page.get_by_role("button", name="Keep the shares").click()
    page.get_by_role("button", name="Show it for a week").click()
    expect(page.locator("main")).to_contain_text("Open to objections until")
    calendar.let_pass("community.freeze_credit", days=7, minutes=1)
    page.reload()
    expect(page.locator("main")).to_contain_text("SHA-256")


def announce(page: Page, path: str) -> None:
    """Announce the launch, and finish the campaign that is drafted for it."""
    page.goto(f"{path}desk/")
    page.get_by_role("button", name="Announce the launch").click()
    page.get_by_role("link", name="To the campaign").click()
    for name, value in {"tiers-0-people": "2", "tiers-0-price": "50", "sizes": "2", "stock": "9"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=closes_at]").fill(typed(clock.now() + timedelta(days=14)))
    page.get_by_role("button", name="hand in for review").click()
    expect(page.locator("main")).to_contain_text("Waits for the staff")


def approve(page: Page, name: str) -> None:
    page.goto("/review/campaigns/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("Nothing waits for you")


def launch(page: Page, path: str) -> str:
    """Launch it; return the address of what is sold."""
    page.goto(f"{path}desk/")
    page.get_by_role("button", name="Launch it now").click()
    link = page.get_by_role("link", name="The campaign", exact=True)
    expect(link).to_have_attribute("href", re.compile("^/buy/"))
    return str(link.get_attribute("href"))


def pay_out(page: Page, path: str) -> None:
    page.goto(f"{path}credit/")
    page.get_by_label("How much, in all").fill("100.01")
    page.get_by_label("What it is for").fill("The first month")
    page.get_by_role("button", name="Share it out").click()


def give_up(page: Page, path: str) -> None:
    """Give it up after its launch: a team has come together, so that the sale goes on as promised."""
    page.goto(f"{path}desk/")
    page.get_by_text("Give it up").first.click()
    expect(page.locator("#give-up")).to_contain_text("2 people are in")
    page.get_by_label("Why").fill(GIVEN_UP)
    expect(page.get_by_label("It is called off")).to_have_count(0)
    expect(page.get_by_label("It goes on to its end")).to_be_checked()
    page.get_by_role("button", name="Give it up").click()
    page.goto(path)
    expect(page.locator(".proposal-state h2")).to_have_text("Given up")
    expect(page.locator(".proposal-trail")).to_contain_text("the sale goes on to its end as promised")


def split(page: Page) -> dict[str, tuple[int, str]]:
    """Return the points and the money of everybody named, as the statement shows them."""
    points = page.locator(".credit-list .credit-points").all_inner_texts()
    people = page.locator(".credit-list a.strong").all_inner_texts()
    rows: Any = page.locator(".table tbody tr").all()
    money = {row.locator("th").inner_text(): row.locator("td").last.inner_text() for row in rows}
    return {name: (int(each.replace(",", "")), money[name]) for name, each in zip(people, points, strict=True)}
