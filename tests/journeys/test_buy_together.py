"""Buying together in real browsers: everybody watches the same team, and money moves only when it comes together."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from lib import clock
from live.services import topics
from rewards.models import BuyTeam, Campaign, FakeCharge, Offer, Seat
from rewards.services.buying import seats, teams
from tests.factories import member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import is_same, listens
from tests.journeys.town import Town, hear_news
from tests.rewards import factories as f

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: OpenPage, town: Town) -> Enter:
    """Open a page for a member whose welcome was told before, so that no celebration of it stands in the way."""
    del town

    def enter_one(who: User, **options: Any) -> Page:
        hear_news(who)
        return open_page(who, **options)

    return enter_one


def campaign(**changes: Any) -> Campaign:
    return f.campaign(**{"sizes": (4,), "ladder": [(1, 12_000), (2, 10_000), (4, 8_000)], "stock": 12, **changes})


def pay(page: Page, press: str = "pay") -> None:
    """Hold the seat, and pay on the bank's own page."""
    page.locator("form button", has=page.locator("svg")).filter(has_text=re.compile("Hold my seat|席位")).click()
    expect(page).to_have_url(re.compile("/pay/fake/"))
    page.locator(f'button[value="{press}"]').click()


def join(page: Page, path: str) -> None:
    page.goto(path)
    page.locator(".join-door").click()
    pay(page)


def counted(page: Page, number: int, size: int) -> None:
    """Expect the bar to stand at so many, whatever the page's language."""
    expect(page.locator(".tally")).to_have_attribute("data-in", str(number))
    expect(page.locator(".tally .seat-bar .in")).to_have_count(number)
    expect(page.locator(".tally .seat-bar i")).to_have_count(size)


def path_of(team: BuyTeam) -> str:
    return f"/buy/t/{team.public_id}/"


def test_four_members_open_share_join_and_pay_and_the_price_falls_for_everybody(enter: Enter) -> None:
    tin = campaign()
    first, second, third, fourth = (
        member("Ana"),
        member("Ben"),
        member("小满", handle="xiaoman", locale="zh-hans"),
        member("Dan"),
    )
    captain = enter(first, **PHONE)
    captain.goto("/buy/")
    captain.get_by_role("link", name=tin.name).click()
    captain.get_by_role("link", name="Open a team").click()
    captain.get_by_label("4 people").check()
    captain.get_by_label("A name for the team").fill("Early Birds")
    pay(captain)
    expect(captain.get_by_role("heading", level=1)).to_have_text("Early Birds")
    listens(captain)
    counted(captain, 1, 4)

    captain.get_by_role("link", name="Invite").click()
    link = captain.get_by_label("Link to the team").input_value()
    captain.keyboard.press("Escape")
    watcher = enter(member("Eve"))
    watcher.goto(f"/buy/{tin.public_id}/")
    listens(watcher)
    expect(watcher.locator(".ladder .now")).to_contain_text("¥120")

    join(enter(second), link)
    counted(captain, 2, 4)
    expect(captain.locator(".ladder .now")).to_contain_text("¥100")
    expect(watcher.locator(".ladder .now")).to_contain_text("¥100")
    chinese = enter(third, locale="zh-CN", **PHONE)
    join(chinese, link)
    expect(chinese.locator("html")).to_have_attribute("lang", "zh-hans")
    listens(chinese)
    counted(chinese, 3, 4)
    join(enter(fourth, java_script_enabled=False), link)

    for page in (captain, chinese):
        expect(page.locator(".tally.won")).to_contain_text("¥80")
        expect(page.locator("#celebrations dialog.celebration.banner")).to_be_visible()
        expect(page.locator(".ladder .now")).to_contain_text("¥80")
        assert is_same(page)
    expect(watcher.locator(".buy-now")).to_contain_text("Early Birds came together for ¥80 each")
    assert is_same(watcher)
    team = BuyTeam.objects.get(name="Early Birds")
    assert (team.state, team.price_minor) == ("succeeded", 8_000)
    assert set(Seat.objects.filter(team=team).values_list("state", flat=True)) == {"captured"}
    assert [row.captured_minor for row in FakeCharge.objects.all()] == [8_000] * 4


def test_a_team_that_does_not_come_together_charges_nobody(enter: Enter) -> None:
    tin = campaign()
    first, second = member("Ana"), member("Ben")
    captain = enter(first)
    captain.goto(f"/buy/{tin.public_id}/open/?size=4")
    pay(captain)
    team = BuyTeam.objects.get()
    friend = enter(second, **PHONE)
    join(friend, path_of(team))
    for page in (captain, friend):
        listens(page)
        counted(page, 2, 4)

    BuyTeam.objects.update(deadline_at=clock.now() - timedelta(seconds=1))
    teams.end_due(now=clock.now())

    for page in (captain, friend):
        expect(page.locator(".tally.lost")).to_contain_text("It did not come together this time")
        assert is_same(page)
        page.goto("/orders/")
        expect(page.locator(".order-row")).to_contain_text("Nothing was charged.")
    assert [row.captured_minor for row in FakeCharge.objects.all()] == [0, 0]
    assert set(Seat.objects.values_list("state", flat=True)) == {"voided"}


def test_a_pair_that_waited_gets_its_two_seats(enter: Enter) -> None:
    tin = campaign(sizes=(2,), ladder=[(2, 8_000)], stock=2)
    slow = enter(member("Slow"))
    slow.goto(f"/buy/{tin.public_id}/open/?size=2")
    slow.get_by_role("button", name="Hold my seat").click()
    expect(slow).to_have_url(re.compile("/pay/fake/"))
    pair, friend = enter(member("Mo"), **PHONE), enter(member("Flo"))
    pair.goto(f"/buy/{tin.public_id}/wait/")
    pair.get_by_label("How many seats?").fill("2")
    pair.get_by_role("button", name="Wait").click()
    expect(pair.locator("#mine")).to_contain_text("You wait for 2 seats, all or none")
    listens(pair)

    Seat.objects.update(held_until=clock.now() - timedelta(seconds=1))
    seats.lapse_due(now=clock.now())

    expect(pair.locator("#mine")).to_contain_text("2 seats are kept for you")
    pair.get_by_role("link", name="See the offer").click()
    pair.get_by_role("link", name="Open a team with them").click()
    pair.get_by_label("2 people").check()
    pay(pair)
    listens(pair)
    counted(pair, 1, 2)
    friend.goto(f"/buy/offer/{Offer.objects.get().token}/")
    friend.get_by_role("link", name="Take my seat").click()
    pay(friend)

    for page in (pair, friend):
        expect(page.locator(".tally.won")).to_contain_text("all 2 pay ¥80")
    assert Offer.objects.get().state == "taken"
    tin.refresh_from_db()
    assert tin.seats_taken == 2


def test_who_comes_too_late_is_shown_where_else_there_is_room(enter: Enter, problems: Problems) -> None:
    problems.allow("409")
    tin = campaign(sizes=(2, 4), ladder=[(2, 9_000), (4, 8_000)])
    for size in (2, 4):
        captain = enter(member("Ana"))
        captain.goto(f"/buy/{tin.public_id}/open/?size={size}")
        pay(captain)
    small, large = BuyTeam.objects.order_by("size")
    late, quick = enter(member("Late")), enter(member("Quick"))
    late.goto(f"{path_of(small)}join/")
    quick.goto(f"{path_of(small)}join/")
    pay(quick)

    with late.expect_response(re.compile("/join/")) as answer:
        late.get_by_role("button", name="Hold my seat").click()

    assert answer.value.status == 409
    expect(late.locator("#main")).to_contain_text("Nothing was charged")
    expect(late.locator(f'.team-card a[href="{path_of(large)}"]')).to_be_visible()


def test_a_declined_card_can_be_tried_again_and_an_order_left(enter: Enter) -> None:
    tin = campaign()
    page = enter(member("Ana"), **PHONE)
    page.goto(f"/buy/{tin.public_id}/open/?size=4")
    pay(page, "decline")
    expect(page.locator("#main")).to_contain_text("Your bank said no, and nothing was charged.")
    page.get_by_role("button", name="Go on to pay").click()
    page.locator('button[value="pay"]').click()
    counted(page, 1, 4)

    page.get_by_role("link", name="Your order").click()
    page.get_by_text("Leave the team").click()
    Campaign.objects.update(names={"en": "Another tin"})
    topics.touch(page.locator("#order").get_attribute("data-live") or "")
    expect(page.locator("#order")).to_contain_text("Another tin")  # and what was unfolded stays so
    page.get_by_role("button", name="Leave").click()

    expect(page.locator("#order")).to_contain_text("Nothing was charged.")
    assert Seat.objects.get().state == "left"
    assert [row.captured_minor for row in FakeCharge.objects.all()] == [0, 0]
