"""The whole road in real browsers: an idea, bettered, wanted by three, answered, made, tested, sold; its shares."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from community.models import Proposal
from rewards.models import BuyTeam, Seat
from tests.community import proposing, scenes
from tests.factories import member
from tests.journeys import axe, making
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import awake, is_same, listens
from tests.journeys.test_buy_together import join, path_of, pay
from tests.journeys.town import Town, hear_news
from tests.rewards import factories as f

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: OpenPage, town: Town, settings: Any, tmp_path: Any) -> Enter:
    del town
    settings.MEDIA_ROOT, settings.HEARTH_TRUST_DAYS = tmp_path, 0

    def enter_one(who: User | None = None, **options: Any) -> Page:
        if who:
            hear_news(who)
        page = open_page(who, **options)
        page.add_locator_handler(page.locator("#celebrations dialog[open] [data-closes]").first, lambda x: x.click())
        return page

    return enter_one


def write(page: Page, brand: Any, friend: User) -> Proposal:
    """Begin with a name, write the rest while it saves itself, and ask a friend."""
    page.goto("/proposals/new/")
    page.get_by_label("Its name").fill("Refill pouches for the tin")
    page.get_by_label("Which brand should make it?").select_option(brand.slug)
    page.get_by_label("Something is missing").check()
    page.get_by_role("button", name="Begin to write").click()
    expect(page).to_have_url(re.compile("/edit/$"))
    awake(page)
    for label, words in proposing.TEXTS.items():
        page.locator(f"[name={label}]").fill(words)
    expect(page.locator("#studio [role=status]").filter(has_text="Saved")).to_be_visible()
    assert not axe.faults(page)
    page.get_by_label("Ask somebody to be a co-author").fill(f"@{friend.username}")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#authors")).to_contain_text("Asked")
    return Proposal.objects.get(title="Refill pouches for the tin")


def hand_in(page: Page, path: str) -> None:
    page.goto(f"{path}hand-in/")
    page.get_by_label("I have read them and accept them").check()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator(".proposal-state")).to_contain_text("In review")


def amend(page: Page, author: Page, path: str) -> None:
    """Propose a change; the author takes it in before anybody supports it."""
    page.goto(f"{path}amend/")
    page.locator("[name=sketch]").fill("A pouch with a spout, sold alone.")
    page.get_by_label("Why it would be better").fill("It pours with one hand")
    page.get_by_label("I have read them and accept them").check()
    page.get_by_role("button", name="Propose it").click()
    author.goto(f"{path}amendments/")
    author.get_by_label("Your answer").fill("Of course.")
    author.get_by_role("button", name="Take it in").click()
    expect(author.locator(".edition")).to_contain_text("It became version 2")


def consent(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Yes, I accept the terms").click()


def let_in(page: Page, path: str) -> None:
    page.goto(f"{path}review/")
    page.get_by_label("How many supporters").fill("3")
    page.get_by_role("button", name="Open it for support").click()


def support(helper: Page, one: Page, other: Page, path: str) -> None:
    """Three say yes, one of them without scripts; the others see each number by itself, up to the last."""
    for page in (helper, one, other):
        page.goto(path)
    for page in (helper, one):
        listens(page)
    other.get_by_role("button", name="I would want this").click()
    for page in (helper, one):
        expect(page.locator(".proposal-sum strong")).to_have_text("1")
    helper.get_by_role("button", name="I would want this").click()
    expect(helper.locator("#mine")).to_contain_text("You support it")
    expect(one.locator(".proposal-sum strong")).to_have_text("2")
    one.get_by_role("button", name="I would want this").click()
    for page in (helper, one):
        expect(page.locator(".proposal-state h2")).to_have_text("Waiting for the brand's answer")
        assert is_same(page)
    assert not axe.faults(helper)


def hear(maker: Page, helper: Page, path: str, calendar: making.Calendar) -> None:
    """The brand answers; nobody reads it before its moment, and everybody in it."""
    making.answer(maker, path)
    helper.goto(f"{path}making/")
    expect(helper.locator("main")).not_to_contain_text(making.ANSWER)
    helper.goto(path)
    listens(helper)
    calendar.let_pass("community.reveal_answers", hours=1, minutes=1)
    expect(helper.locator(".proposal-state h2")).to_have_text("Accepted")
    expect(helper.locator(".proposal-support")).to_be_hidden()
    assert is_same(helper)


def buy(helper: Page, one: Page, outsider: Page, path: str, sold: str) -> None:
    """Who helped opens a team and buys; who had no part in it waits."""
    outsider.goto(f"{sold}open/?size=2")
    expect(outsider.get_by_role("button", name="Hold my seat")).to_have_count(0)
    helper.goto(path)
    helper.get_by_role("link", name="Go to the sale").click()
    helper.get_by_role("link", name="Open a team").click()
    pay(helper)
    join(one, path_of(BuyTeam.objects.get()))
    expect(one.locator(".tally.won")).to_contain_text("¥50")
    assert set(Seat.objects.values_list("state", flat=True)) == {"captured"}


def test_an_idea_becomes_a_product_that_its_supporters_buy_first(
    enter: Enter, town: Town, problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar, brand, staff = making.Calendar(monkeypatch), f.brand(), f.staff()
    mei, jonas, haruka = (scenes.join(town.tea, member(name)) for name in ("Mei", "Jonas", "Haruka"))
    author, friend, helper, keeper = enter(mei), enter(jonas), enter(haruka, **PHONE), enter(staff)
    made = write(author, brand, jonas)
    path = f"/proposals/{made.public_id}/"
    consent(friend, path)
    hand_in(author, path)
    let_in(keeper, path)
    amend(helper, author, path)
    one, other, maker = enter(member("Ana")), enter(member("Ben"), java_script_enabled=False), enter(brand.owner)
    support(helper, one, other, path)
    hear(maker, helper, path, calendar)

    making.show_prototype(maker, path)
    making.open_test(maker)
    making.try_it(helper, path, calendar)
    making.share_out(author, path, calendar)
    making.announce(maker, path)
    making.approve(keeper, made.title)
    sold = making.launch(maker, path)
    problems.allow("409")  # of who had no part in it
    buy(helper, one, enter(town.ben), path, sold)

    making.pay_out(maker, path)
    author.goto(f"{path}credit/")
    # 4,750.475 each for Mei and Jonas, of the same share: the smaller public id gets the unit that is left.
    first = min((mei, jonas), key=lambda person: person.public_id).display_name
    exactly = {"Mei": (4750, "¥47.50"), "Jonas": (4750, "¥47.50"), "Haruka": (500, "¥5")}
    assert making.split(author) == exactly | {first: (4750, "¥47.51 +1")}

    making.give_up(maker, path)
    one.goto(sold)
    expect(one.locator("main")).to_contain_text(making.GIVEN_UP)
