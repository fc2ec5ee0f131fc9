"""What axe finds serious on the page that is open, in light and in dark."""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

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


FRAME = [".topbar", ".rail", ".bottom"]  # the same around each page of the site: a third of the time
_prepared: WeakSet[Page] = WeakSet()


def faults(page: Page) -> list[str]:
    """Look at the whole page, the next time and later at what is inside the frame; leave it dark and without motion."""
    inside = {"exclude": FRAME if page in _prepared else []}
    _prepare(page)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = _run(page, inside, LIGHT)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {each}" for each in _run(page, inside, DARK)]


def _prepare(page: Page) -> None:
    """Bring axe into this page and those that will be opened in its place: the browser reads it once for all."""
    if page not in _prepared:
        page.evaluate(AXE_SCRIPT)
        page.add_init_script(AXE_SCRIPT)
        _prepared.add(page)


def _run(page: Page, inside: dict[str, list[str]], options: dict[str, Any]) -> list[str]:
    answer = page.evaluate("([inside, options]) => axe.run(inside, options)", [inside, options])
    serious = [each for each in answer["violations"] if each["impact"] in SERIOUS]
    return [f"{each['id']}: {node['html'][:160]}" for each in serious for node in each["nodes"][:3]]
