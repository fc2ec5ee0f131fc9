"""A row of tabs that is longer than the screen shows the one that is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_open_tab_can_be_seen_on_a_phone(open_page: OpenPage, town: Town, has_scripts: bool) -> None:
    page = open_page(town.ben, viewport=PHONE, java_script_enabled=has_scripts)
    for path in ("/settings/", "/accounts/sessions/"):
        page.goto(path)
        if has_scripts:
            steps.awake(page)

        tab = page.locator(".tabs.beside [aria-current=page]")
        expect(tab).to_be_in_viewport(ratio=0.95)
