"""A key from its making to its end, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from connect.models import ApiKey
from connect.selectors import keys
from connect.services import keys as services
from tests.community import cast
from tests.connect.programs import make
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage
from tests.journeys.steps import awake
from tests.journeys.test_every_page import faults_of


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


def test_lists_of_keys_are_free_of_serious_faults(open_page: OpenPage, base_url: str) -> None:
    ana = member("Ana")
    brand = cast.brand(ana)
    for of in (brand, None):
        key = make(ana, brand=of).key
        services.note_act(key=key, operation="own_campaign_draft", path="b" * 120, status=201, now=key.created_at)
    page = open_page(ana)

    paths = ("/settings/keys/", f"/brands/{brand.slug}/connections/", f"/brands/{brand.slug}/connections/keys/new/")
    faults = [fault for path in paths for fault in faults_of(page, base_url + path)]

    assert not faults, "\n".join(faults)
