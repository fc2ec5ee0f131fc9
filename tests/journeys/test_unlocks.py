"""Friends unlock something: its owner on a phone in Chinese, a member, and a friend who signs in first."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from accounts.models import User
from rewards.models import Redemption, Unlock
from tests.factories import PASSWORD, member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage
from tests.journeys.steps import is_same, listens
from tests.journeys.town import Town, hear_news
from tests.rewards import factories
from tests.rewards.helping import begun, by_help, helped_by

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def fine(page: Page) -> None:
    """Expect nothing serious of axe, and nothing wider than the screen."""
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def counts(page: Page, number: int, needed: int) -> None:
    """Expect so many to have helped, whatever the page's language."""
    expect(page.locator(".help-count .score")).to_have_text(str(number))
    expect(page.locator(".help-seats")).to_have_attribute("aria-label", re.compile(rf"{number}.*{needed}"))


def sign_in_and_help(guest: Page, link: str, person: User) -> None:
    """Come by the link as a stranger, sign in and give the help that is missing."""
    guest.goto(link)
    counts(guest, 1, 2)
    fine(guest)
    guest.get_by_role("link", name="Sign in and help").click()
    guest.locator("[name=login]").fill(person.username)
    guest.locator("[name=password]").fill(PASSWORD)
    guest.get_by_role("button", name="Sign in", exact=True).click()
    guest.get_by_role("button", name="Help 小满").click()
    counts(guest, 2, 2)


def test_friends_unlock_it_and_everybody_sees_it_by_itself(open_page: OpenPage, town: Town) -> None:
    of = by_help(
        helpers=2,
        code=("NIGHT-WALK-7",),
        names={"en": "The night walk", "zh-hans": "夜行"},
        hows={"en": "Bring shoes."},
    )
    mei, bo, chi = member("小满", locale="zh-hans"), member("Bo"), member("Chi")
    for who in (mei, bo, chi):
        hear_news(who)

    phone = open_page(mei, **PHONE)
    phone.goto(f"/rewards/{of.public_id}/")
    fine(phone)
    phone.get_by_role("link", name="请 2 位朋友助力").click()
    fine(phone)
    phone.get_by_role("button", name="请朋友助力").click()
    counts(phone, 0, 2)
    link = phone.locator("#help-link").input_value()
    fine(phone)
    listens(phone)

    friend = open_page(bo)
    friend.goto(link)
    fine(friend)
    friend.get_by_role("button", name="Help 小满").click()
    counts(friend, 1, 2)
    expect(friend.get_by_text("You have helped already").first).to_be_visible()
    counts(phone, 1, 2)
    expect(phone.locator("#mine")).to_contain_text("Bo")
    listens(friend)

    sign_in_and_help(open_page(None, **PHONE), link, chi)

    counts(friend, 2, 2)
    expect(friend.get_by_text("Unlocked")).to_be_visible()
    assert is_same(friend)
    expect(phone.get_by_role("button", name="领取")).to_be_visible()
    assert is_same(phone)
    fine(phone)
    phone.get_by_role("button", name="领取").click()
    expect(phone.locator("#code")).to_have_text("NIGHT-WALK-7")
    fine(phone)
    assert (Unlock.objects.get().state, Redemption.objects.get().state) == ("claimed", "issued")

    for path in ("/unlocks/", "/rewards/mine/"):
        phone.goto(path)
        fine(phone)


def test_staff_take_out_a_help_and_it_counts_no_more(open_page: OpenPage, town: Town) -> None:
    made = begun(member("Ana"))
    helped_by(made, 2)
    watcher = open_page(None)
    watcher.goto(f"/help/{made.code}/")
    counts(watcher, 2, 3)
    listens(watcher)

    desk = open_page(factories.staff())
    desk.goto("/review/unlocks/")
    fine(desk)
    desk.get_by_role("link", name="Ana").click()
    desk.get_by_text("Take out", exact=True).first.click()
    desk.get_by_label("Why").first.fill("A second account.")
    fine(desk)
    desk.get_by_role("button", name="Take out").first.click()
    expect(desk.get_by_text("A second account.")).to_be_visible()
    counts(watcher, 1, 3)
    assert is_same(watcher)
