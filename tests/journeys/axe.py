"""What axe finds serious on the page that is open, in light and in dark."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
# Rules whose finds are never serious: they would cost a quarter of the time.
MILD = [
    "aria-allowed-role", "aria-deprecated-role", "empty-heading", "empty-table-header", "form-field-multiple-labels",
    "heading-order", "html-xml-lang-mismatch", "image-redundant-alt", "landmark-banner-is-top-level",
    "landmark-contentinfo-is-top-level", "landmark-main-is-top-level", "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique",
    "meta-viewport", "meta-viewport-large", "no-autoplay-audio", "page-has-heading-one", "presentation-role-conflict",
    "region", "scope-attr-valid", "server-side-image-map", "skip-link", "table-duplicate-name",
]  # fmt: skip
# Without a selector for each element that is fine, and without fetching what only rules about sound and turning read.
LIGHT: dict[str, Any] = {"resultTypes": ["violations"], "selectors": False, "preload": False}
LIGHT["rules"] = {name: {"enabled": False} for name in MILD}
DARK = LIGHT | {"runOnly": ["color-contrast", "link-in-text-block"], "rules": {}}  # what a theme can change


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
