"""A key from its making to its end, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from connect.models import ApiKey
from connect.selectors import keys
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage
from tests.journeys.steps import awake


def test_a_key_is_made_copied_and_revoked(open_page: OpenPage) -> None:
    page = open_page(member("Ana"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.goto("/settings/keys/")
    page.get_by_role("link", name="Make a key").click()
    page.get_by_label("Name", exact=True).fill("Till in the shop")
    page.get_by_role("button", name="Make the key").click()
    awake(page).get_by_role("button", name="Copy").click()
    assert axe.faults(page) == []
    copied = page.evaluate("navigator.clipboard.readText()")
    assert keys.digest_of(copied) == ApiKey.objects.get().digest

    page.get_by_role("link", name="I have kept it").click()
    page.locator("summary", has_text="Revoke").click()
    page.get_by_role("button", name="Yes, revoke").click()
    expect(page.get_by_text("It opens nothing any more.")).to_be_visible()
    assert ApiKey.objects.get().revoked_at
