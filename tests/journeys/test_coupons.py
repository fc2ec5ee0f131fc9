"""A stack of coupons on a phone, in Chinese: told before the seat, back as a whole with a failed team, used again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lib import clock
from rewards.models import BuyTeam, Coupon, CouponUse, FakeCharge, Seat
from rewards.services.buying import teams
from tests.factories import member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.test_buy_together import PHONE, campaign, path_of, pay
from tests.journeys.town import hear_news
from tests.rewards import buying, couponing

pytestmark = pytest.mark.usefixtures("town")


def test_a_stack_comes_back_whole_when_the_team_fails_and_is_used_again(
    open_page: OpenPage, problems: Problems
) -> None:
    problems.allow("422")
    tin = campaign()
    terms = {"per_member": 1, "stacks": True}
    codes = [couponing.coupon(tin, code="SPRING", **terms), couponing.coupon(tin, kind="percent", value=2_500, **terms)]
    typed = "，".join(["spring", couponing.code_of(codes[1])])
    first = buying.open_team(tin, size=4).team
    me = member("小满", handle="xiaoman", locale="zh-hans")
    hear_news(me)
    page = open_page(me, locale="zh-CN", **PHONE)

    page.goto(f"{path_of(first)}join/")
    page.get_by_label("优惠券").fill("SPRING，没有这个码")
    page.get_by_role("button", name="看看价格").click()
    expect(page.locator("#coupons")).to_contain_text("我们不认识这个码")
    page.get_by_label("优惠券").fill(typed)
    page.get_by_role("button", name="看看价格").click()
    expect(page.locator(".bill")).to_contain_text("最高价 ¥80")
    expect(page.locator(".bill")).to_contain_text("你最多付 ¥52.50")
    pay(page)
    expect(page.locator(".tally")).to_have_attribute("data-in", "2")
    assert FakeCharge.objects.latest("pk").held_minor == 5_250

    BuyTeam.objects.update(deadline_at=clock.now() - timedelta(seconds=1))
    teams.end_due(now=clock.now())

    assert set(CouponUse.objects.values_list("state", flat=True)) == {"released"}
    assert set(Coupon.objects.values_list("held", "used")) == {(0, 0)}
    page.goto("/coupons/")
    expect(page.locator(".coupon .label", has_text="可以使用")).to_have_count(2)
    page.goto("/notifications/")
    expect(page.locator("#main")).to_contain_text("退回给你了")

    second = buying.open_team(tin, size=4).team
    page.goto(f"{path_of(second)}join/")
    expect(page.locator('[name="own"]')).to_have_count(2)
    for mine in page.locator('[name="own"]').all():
        mine.check()
    pay(page)
    for _each in range(2):
        buying.join(second)

    seat = Seat.objects.get(user=me, team=second)
    page.goto(f"/orders/{seat.public_id}/")
    expect(page.locator(".bill")).to_contain_text("你付 ¥52.50")
    expect(page.locator("#order")).to_contain_text("¥52.50")
    assert set(CouponUse.objects.filter(seat=seat).values_list("state", flat=True)) <= {"held", "redeemed"}
