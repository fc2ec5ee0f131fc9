"""At the fake bank in a real browser: on a phone, in both languages, without scripts, on good days and on bad ones."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lib import clock
from rewards.models import Seat
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town, hear_news
from tests.rewards import bank as bank, factories

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHOTS = os.environ.get("HEARTH_SHOTS", "")


def held_seat(locale: str = "en") -> Seat:
    buy = factories.campaign(names={"en": "Spring pick, Longjing 2026", "zh-hans": "2026 春茶·明前龙井"})
    buyer = member("Ana", locale=locale)
    hear_news(buyer)
    return bank.open_team(buy, buyer, now=clock.now())


def checkout_of(seat: Seat) -> str:
    return f"/pay/fake/{bank.charge_of(seat).reference}/"


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(("locale", "options"), [("en", {}), ("zh-hans", PHONE)], ids=["desk", "phone"])
def test_the_checkout_is_clear_and_accessible(
    open_page: OpenPage, town: Town, settings: Any, locale: str, options: dict[str, Any]
) -> None:
    settings.HEARTH_DEMO = True
    seat = held_seat(locale)
    page = open_page(seat.user, **options)

    page.goto(checkout_of(seat))

    expect(page.get_by_role("heading", level=1)).to_have_text("¥80")
    page.locator("details summary").click()
    expect(page.locator('button[value="expire"]')).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"checkout-{locale}-light")
    assert axe.faults(page) == []
    shoot(page, f"checkout-{locale}-dark")


def test_without_scripts_a_declined_card_is_followed_by_one_that_works(open_page: OpenPage, town: Town) -> None:
    seat = held_seat()
    page = open_page(seat.user, java_script_enabled=False)

    page.goto(checkout_of(seat))
    page.locator('button[value="decline"]').click()
    assert bank.fresh(seat).state == "held"

    page.goto(f"/orders/{seat.public_id}/")
    page.locator('form[action$="/pay/"] button').first.click()
    page.locator('button[value="pay"]').click()

    expect(page).to_have_url(f"/buy/t/{seat.team.public_id}/")
    assert bank.fresh(seat).state == "authorised"


def test_a_used_checkout_says_so_and_leads_back(open_page: OpenPage, town: Town) -> None:
    seat = held_seat()
    page = open_page(seat.user)
    checkout = checkout_of(seat)
    page.goto(checkout)
    page.locator('button[value="pay"]').click()

    page.goto(checkout)
    shoot(page, "checkout-over")
    page.get_by_role("link", name="Back to your order").click()

    expect(page).to_have_url(f"/buy/t/{seat.team.public_id}/")
