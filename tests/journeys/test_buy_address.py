"""From the seat to the parcel, on a phone and in Chinese: join, pay, say where, and the brand sends it there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rewards.models import DeliveryAddress, Seat
from rewards.services.buying import teams
from tests.factories import member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import awake, is_same, listens
from tests.journeys.test_every_page import faults_of
from tests.journeys.town import Town, hear_news
from tests.rewards import buying, factories as f, scenes

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WRITTEN = {
    "recipient": "周小满", "phone": "0574-0000 0012", "region": "浙江省", "city": "宁波市", "line1": "水壶巷 12 号",
}  # fmt: skip


def fill(page: Page, **fields: str) -> None:
    for name, words in fields.items():
        page.locator(f'#where [name="{name}"]').fill(words)


def test_a_seat_is_paid_its_address_given_and_the_parcel_sent_there(
    open_page: OpenPage, town: Town, problems: Problems
) -> None:
    problems.allow("422")
    shop = f.brand(member("Camille", locale="zh-hans"))
    campaign = f.campaign(shop, sizes=(2,), ladder=[(2, 8_000)])
    team = buying.open_team(campaign, size=2).team
    buyer = member("小满", handle="xiaoman", locale="zh-hans", time_zone="Asia/Shanghai")
    for who in (buyer, shop.owner):
        hear_news(who)
    phone = open_page(buyer, locale="zh-CN", **PHONE)

    phone.goto(f"/buy/t/{team.public_id}/join/")
    phone.locator("form button", has_text=re.compile("席位")).click()
    expect(phone).to_have_url(re.compile("/pay/fake/"))
    phone.locator('button[value="pay"]').click()
    expect(phone.locator("#celebrations dialog.celebration")).to_be_visible()
    phone.keyboard.press("Escape")
    phone.locator('#mine a[href$="#where"]').click()
    expect(phone.locator("#where h2")).to_have_text("寄到哪里？")
    expect(phone.locator('#where [name="country"]')).to_have_value("CN")
    fill(phone, **{**WRITTEN, "phone": ""})
    phone.locator("#where form button").click()
    expect(phone.locator("#where .errorlist")).to_have_count(1)
    fill(phone, phone=WRITTEN["phone"])
    phone.locator("#where form button").click()
    expect(phone.locator("#where address").first).to_contain_text("水壶巷 12 号")

    seat = Seat.objects.get(user=buyer)
    assert DeliveryAddress.objects.get().seat == seat
    brand = open_page(shop.owner, locale="zh-CN", **PHONE)
    brand.goto(f"/brands/{shop.slug}/campaigns/{campaign.public_id}/orders/")
    expect(brand.locator(".pack address")).to_contain_text("浙江省宁波市")
    brand.locator(f'input[name="order"][value="{seat.public_id}"]').check()
    brand.locator('[name="note"]').fill("SF 1402 7719 306")
    brand.locator("form .btn", has_text="标记为已发货").click()
    brand.goto(f"/brands/{shop.slug}/campaigns/{campaign.public_id}/orders/?stage=sent")
    expect(brand.locator(".pack address")).to_contain_text("水壶巷 12 号")

    phone.reload()
    expect(phone.locator("#order")).to_contain_text("SF 1402 7719 306")
    expect(phone.locator("#where form")).to_have_count(0)


def test_what_is_being_written_is_not_lost_when_the_order_moves_on(open_page: OpenPage, town: Town) -> None:
    buyer = member("Ana")
    hear_news(buyer)
    team = scenes.team(f.campaign(), buyer, *scenes.people(1), size=3)
    page = open_page(buyer, **PHONE)
    page.goto(f"/orders/{team.seats.get(user=buyer).public_id}/")
    listens(page)
    fill(page, recipient="Ana Lima", city="Bergen")
    page.locator("h1").click()  # nobody writes at this moment

    team.campaign.refresh_from_db()
    teams.rename(actor=buyer, team=team, name="Early Birds")
    buying.join(team)
    page.wait_for_timeout(800)

    assert page.locator('#where [name="recipient"]').input_value() == "Ana Lima"
    assert page.locator('#where [name="city"]').input_value() == "Bergen"
    assert is_same(page)


@pytest.mark.parametrize("locale", ["zh-hans"])
def test_the_pages_with_addresses_have_no_serious_faults(open_page: OpenPage, town: Town, locale: str) -> None:
    shop = f.brand(member("Camille", locale=locale))
    campaign, buyer = f.campaign(shop), member("Mei", locale=locale)
    hear_news(buyer)
    ended = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}
    team = scenes.team(campaign, buyer, *scenes.people(2), size=3, **ended)
    order, known = team.seats.order_by("pk")[:2]
    scenes.address(known, line1="Donaudampfschifffahrtsgesellschaftskapitänskajütentürschlossaufbewahrungskasten 7")
    mine, theirs = open_page(buyer), open_page(shop.owner)
    console = f"/brands/{shop.slug}/campaigns/{campaign.public_id}/orders/"

    faults = faults_of(mine, f"/orders/{order.public_id}/")
    scenes.address(order)
    faults += faults_of(mine, f"/orders/{order.public_id}/")
    for path in (console, f"{console}?stage=missing", f"{console}{known.public_id}/"):
        faults += faults_of(theirs, path)

    assert not faults, "\n".join(faults)
    theirs.goto(console)
    awake(theirs).context.grant_permissions(["clipboard-read", "clipboard-write"])
    theirs.locator(".to-copy button").first.click()
    assert "12 Kettle Lane\n" in theirs.evaluate("navigator.clipboard.readText()")
