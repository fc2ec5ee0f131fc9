"""News to a program, in a browser: from the address to the message that was taken."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect
from standardwebhooks import Webhook

from connect.models import Endpoint
from tests.connect.hooking import send
from tests.connect.receivers import receiving
from tests.journeys import axe
from tests.journeys.conftest import OpenPage
from tests.journeys.steps import is_same, listens
from tests.rewards.factories import brand


def test_an_address_is_added_and_its_owner_sees_a_test_arrive(open_page: OpenPage, settings: Any) -> None:
    settings.HEARTH_WEBHOOKS_HERE = True
    tea_house = brand()
    page = open_page(tea_house.owner)
    with receiving() as shop:
        page.goto(f"/brands/{tea_house.slug}/connections/")
        page.get_by_role("link", name="Add an address").click()
        page.get_by_label("Address", exact=True).fill(f"{shop.url}/hook")
        page.get_by_label("A buying team came together").check()
        page.get_by_role("button", name="Add").click()
        secret = page.locator("#secret").inner_text()
        page.get_by_role("link", name="I have kept it").click()
        page.get_by_role("button", name="Send a test").click()
        listens(page)
        expect(page.locator("#log")).to_contain_text("Waiting")
        page.locator("#log summary").click()

        send()

        expect(page.locator("#log")).to_contain_text("Taken")
        expect(page.locator("#log")).to_contain_text("HTTP 204")
        expect(page.locator("#log pre")).to_be_visible()  # what was folded open stays so
        assert is_same(page)
        assert axe.faults(page) == []
        [(headers, body)] = shop.got
        assert Webhook(secret).verify(body, headers)["data"] == {"endpoint": Endpoint.objects.get().public_id}
