"""On a phone: no toast lies on the button one wants to press; merging, and paying at once, in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lib import clock
from rewards.models import BuyTeam, FakeCharge, Refund, Seat
from tests.factories import member
from tests.journeys.conftest import OpenPage
from tests.journeys.steps import awake
from tests.journeys.test_buy_together import PHONE, campaign, pay
from tests.journeys.town import hear_news
from tests.rewards import buying

pytestmark = pytest.mark.usefixtures("town")
COVERED = """element => {
  const bars = document.querySelector(".bottom").getBoundingClientRect().top;
  window.scrollBy({ top: element.getBoundingClientRect().bottom - bars + 24, behavior: "instant" });
  const box = element.getBoundingClientRect();
  const region = document.getElementById("toasts").getBoundingClientRect();
  return region.height === 0 || (region.bottom > box.top && region.top < box.bottom);
}"""


def test_a_toast_does_not_cover_the_button_of_a_form(open_page: OpenPage) -> None:
    seat = buying.open_team(campaign(), size=4)
    page = open_page(member("Ana"), **PHONE)
    page.goto(f"/buy/t/{seat.team.public_id}/join/")
    awake(page)

    page.evaluate("document.dispatchEvent(new CustomEvent('hearth:toast', {detail: {text: 'No.', kind: 'error'}}))")

    expect(page.locator(".toast.bad")).to_be_visible()
    button = page.get_by_role("button", name=re.compile("Hold my seat"))
    assert not button.evaluate(COVERED)


def test_a_newcomer_pays_at_once_and_the_rest_comes_back_in_chinese(open_page: OpenPage) -> None:
    tin = campaign(payment_mode="prepay", completion="ratio", ratio_percent=50, needs_address=False)
    captain = buying.open_team(tin, size=4)
    for _each in range(2):
        buying.join(captain.team)
    me = member("小满", handle="xiaoman", locale="zh-hans")
    hear_news(me)
    page = open_page(me, locale="zh-CN", **PHONE)

    page.goto(f"/buy/t/{captain.team.public_id}/")
    page.locator(".join-door").click()
    expect(page.locator(".most")).to_contain_text("¥100")
    expect(page.locator("form.form")).to_contain_text("把我付的退给我")
    pay(page)

    expect(page.locator(".tally.won")).to_contain_text("¥80")
    seat = Seat.objects.get(user=me)
    assert [row.amount_minor for row in Refund.objects.filter(payment__seat=seat)] == [2_000]
    assert FakeCharge.objects.get(payment=seat.payments.get().public_id).captured_minor == 10_000


def test_a_captain_proposes_and_a_member_moves_over(open_page: OpenPage) -> None:
    tin = campaign()
    captain, friend = member("Ana"), member("小满", handle="xiaoman", locale="zh-hans")
    mine = buying.open_team(tin, captain, size=4)
    moved = buying.join(mine.team, friend)
    other = buying.open_team(tin, size=4, name="Early Birds")
    for who in (captain, friend):
        hear_news(who)
    first = open_page(captain, **PHONE)
    first.goto(f"/buy/t/{mine.team.public_id}/merge/")
    first.get_by_role("button", name="Propose Early Birds").click()
    expect(first.locator(".ask")).to_contain_text("You proposed it")

    page: Page = open_page(friend, locale="zh-CN", **PHONE)
    page.goto(f"/buy/t/{mine.team.public_id}/")
    page.locator(".ask button[value=yes]").click()

    expect(page).to_have_url(re.compile(other.team.public_id))
    expect(page.locator(".my-seat")).to_be_visible()
    assert buying.fresh(moved).team == other.team
    assert BuyTeam.objects.get(pk=mine.team_id).confirmed == 1
    assert clock.now() < buying.fresh(other.team).deadline_at
