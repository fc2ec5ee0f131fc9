"""What axe finds serious on the page that is open, in light and in dark."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
# Without a selector for each element that is fine, and without fetching what only rules about sound and turning read.
LIGHT: dict[str, Any] = {"resultTypes": ["violations"], "selectors": False, "preload": False}
DARK = LIGHT | {"runOnly": ["color-contrast", "link-in-text-block"]}  # what a theme can change


def faults(page: Page) -> list[str]:
    """Leave the page dark and without motion."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE_SCRIPT)
    found = _run(page, LIGHT)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {each}" for each in _run(page, DARK)]


def _run(page: Page, options: dict[str, Any]) -> list[str]:
    answer = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    serious = [each for each in answer["violations"] if each["impact"] in SERIOUS]
    return [f"{each['id']}: {node['html'][:160]}" for each in serious for node in each["nodes"][:3]]
