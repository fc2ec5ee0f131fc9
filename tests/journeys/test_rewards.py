"""Redeeming in real browsers: a member on a phone in Chinese, the brand at a desk, somebody who watches the stock."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from rewards.models import Redemption, Reward
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import is_same, listens
from tests.journeys.test_every_page import faults_of
from tests.journeys.town import Town, hear_news
from tests.rewards import redeeming

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: OpenPage, town: Town) -> Enter:
    del town

    def enter_one(who: User, **options: Any) -> Page:
        hear_news(who)
        return open_page(who, **options)

    return enter_one


def fine(page: Page) -> None:
    """Expect nothing serious of axe, and nothing wider than the screen."""
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def left(page: Page, number: int, stock: int) -> None:
    """Expect so many to be left, whatever the page's language."""
    expect(page.locator(".stock")).to_contain_text(str(number))
    expect(page.locator(".stock-bar")).to_have_attribute("aria-label", re.compile(rf"{number}.*{stock}"))


def say_where(phone: Page) -> None:
    said = {"收件人": "周小满", "电话": "13800000000", "省": "浙江", "城市": "宁波", "街道": "水壶巷 12 号"}
    for label, words in said.items():
        phone.get_by_label(label).fill(words)
    fine(phone)
    phone.get_by_role("button", name="寄到这里").click()
    expect(phone.locator("#where")).to_contain_text(said["街道"])


def test_a_member_redeems_the_brand_agrees_and_sends_and_everybody_sees_it(enter: Enter) -> None:
    mei = redeeming.rich("小满", locale="zh-hans", time_zone="Asia/Shanghai")
    jar = redeeming.reward(
        kind=Reward.Kind.ITEM,
        names={"en": "A leaning jar", "zh-hans": "一只歪瓶"},
        taglines={"en": "No two alike.", "zh-hans": "没有两只一样。"},
        needs_approval=True,
    )
    watcher = enter(member("Eve"))
    watcher.goto(f"/rewards/{jar.public_id}/")
    listens(watcher)
    left(watcher, 3, 3)

    phone = enter(mei, **PHONE)
    phone.goto("/rewards/")
    fine(phone)
    phone.get_by_role("link", name="一只歪瓶").click()
    fine(phone)
    phone.get_by_role("link", name="用 5 火花兑换").click()
    phone.get_by_label("给品牌的话").fill("我的窗台正好缺一只。")
    fine(phone)
    phone.get_by_role("button", name="用 5 火花兑换").click()
    expect(phone.locator("#redemption")).to_contain_text("等品牌答复")
    listens(phone)
    left(watcher, 2, 3)
    assert is_same(watcher)

    desk = enter(jar.owner)
    desk.goto(f"/brands/{jar.brand.slug}/rewards/{jar.public_id}/redemptions/")
    expect(desk.get_by_text("我的窗台正好缺一只。")).to_be_visible()
    fine(desk)
    desk.get_by_role("button", name="Grant").click()
    expect(phone.locator("#redemption")).to_contain_text("打包中")
    assert is_same(phone)

    say_where(phone)
    listens(phone)

    desk.goto(f"/brands/{jar.brand.slug}/rewards/{jar.public_id}/redemptions/?stage=send")
    expect(desk.locator(".pack")).to_contain_text("水壶巷 12 号")
    desk.get_by_role("checkbox").first.check()
    desk.get_by_label("Shipping note").fill("SF 1402")
    desk.get_by_role("button", name="Mark as sent").click()
    expect(phone.locator("#redemption")).to_contain_text("SF 1402")
    assert is_same(phone)

    phone.get_by_role("button", name="我收到了").click()
    expect(phone.locator("#redemption")).to_contain_text("已收到")
    assert Redemption.objects.get().state == Redemption.State.USED


def test_a_code_is_copied_and_a_refusal_gives_everything_back(enter: Enter) -> None:
    mei = redeeming.rich("Mei", days=3)
    code = redeeming.reward(code=("KETTLE-77",), names={"en": "A recording"})
    hour = redeeming.reward(needs_approval=True)
    before = redeeming.spark(mei)[0]
    page = enter(mei, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/rewards/{code.public_id}/redeem/")
    page.get_by_role("button", name="Redeem for 5 spark").click()
    expect(page.locator("#code")).to_have_text("KETTLE-77")
    listens(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "KETTLE-77"
    fine(page)

    page.goto(f"/rewards/{hour.public_id}/redeem/")
    page.get_by_role("button", name="Redeem for 5 spark").click()
    listens(page)
    desk = enter(hour.owner)
    desk.goto(f"/brands/{hour.brand.slug}/rewards/{hour.public_id}/redemptions/")
    desk.get_by_text("Refuse", exact=True).click()
    desk.get_by_label("Why").fill("He is ill this month.")
    desk.get_by_role("button", name="Refuse, with this reason").click()
    expect(page.locator("#redemption")).to_contain_text("He is ill this month.")
    expect(page.locator("#redemption")).to_contain_text("5 spark back with you")
    assert redeeming.spark(mei) == (before - 5, 0)


def test_a_brand_writes_a_reward_and_staff_put_it_into_the_catalogue(enter: Enter, problems: Problems) -> None:
    problems.allow("422")
    shop = redeeming.factories.brand()
    desk = enter(shop.owner)
    desk.goto(f"/brands/{shop.slug}/rewards/")
    desk.get_by_label("A new one").fill("An evening at the bench")
    desk.get_by_role("button", name="Begin a draft").click()
    fine(desk)
    desk.get_by_label("Its story (English)").fill("Six stools, one glue pot.")
    desk.get_by_label("How it works once somebody has it (English)").fill("Thursdays at seven.")
    desk.get_by_label("Price in spark").fill("40")
    desk.get_by_role("button", name="Save and hand in for review").click()
    expect(desk.get_by_text("How many are there?").first).to_be_visible()
    desk.get_by_label("How many there are").fill("6")
    desk.get_by_role("button", name="Save and hand in for review").click()
    expect(desk.locator(".label", has_text="In review")).to_be_visible()

    staff = enter(redeeming.factories.staff())
    staff.goto("/review/rewards/")
    staff.get_by_role("link", name="An evening at the bench").click()
    fine(staff)
    staff.get_by_role("button", name="Approve").click()
    staff.goto("/rewards/")
    expect(staff.get_by_role("link", name="An evening at the bench")).to_be_visible()


def test_the_other_pages_have_no_serious_fault_and_fit(enter: Enter) -> None:
    mei = redeeming.rich("Mei", days=3)
    shop = redeeming.factories.brand()
    hour, code = redeeming.reward(shop, stock=1), redeeming.reward(shop, code=("A-1",), valid_days=9)
    for each in (hour, code):
        redeeming.redeemed(mei, each)
    redeeming.in_review(shop)

    page, desk, staff = enter(mei), enter(shop.owner), enter(redeeming.factories.staff())
    root = f"/brands/{shop.slug}/rewards/"
    shown = [(page, each) for each in ("/rewards/", "/rewards/?show=item", f"/rewards/{hour.public_id}/")]
    shown += [
        (desk, f"{root}{each}") for each in ("", f"{code.public_id}/", f"{code.public_id}/redemptions/?stage=given")
    ]
    faults = [
        fault
        for who, path in [*shown, (page, "/rewards/mine/"), (staff, "/review/rewards/")]
        for fault in faults_of(who, path)
    ]

    assert not faults, "\n".join(faults)
