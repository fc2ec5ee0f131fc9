"""Every page: nothing serious for axe, light and dark; headings in order; nothing too wide for a phone or squeezed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys import axe, gallery
from tests.journeys.conftest import OpenPage, Problems

PHONES = (390, 320)
WIDER = """(width) => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest(".hidden-text, [hidden]"))
  .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))"""

# A sentence or a title in a column of a few letters: a flexible neighbour took its place.
SQUEEZED = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p)")]
  .filter((element) => element.textContent.trim().length > 11 && element.checkVisibility())
  .filter((element) => { const box = element.getBoundingClientRect(); return box.width < 90 && box.height > 60; })
  .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))"""

# The name of a page, cut off: "Lin …".
CUT = """() => [...document.querySelectorAll("main h1")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.textContent.trim())"""

# A link without an address leads to where one is: a template asked for a name that is not there. "Try again" means to.
NOWHERE = """() => [...document.querySelectorAll("a")].filter((link) => !link.getAttribute("href") && !link.dataset.own)
  .slice(0, 3).map((link) => link.outerHTML.slice(0, 120))"""

# Who goes from heading to heading counts their levels: none is left out on the way down, and the page has one name.
HEADINGS = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((element) => element.checkVisibility() && !element.closest(".prose"))
    .map((element) => Number(element.tagName[1]));
  const isWhole = levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1);
  return isWhole && levels.filter((level) => level === 1).length === 1 ? "" : `headings: ${levels.join(" ")}`;
}"""


def found_too_narrow(page: Page, width: int) -> list[str]:
    cut = [f"cut off at {width}: {each}" for each in page.evaluate(CUT)]
    return cut + [f"squeezed at {width}: {each}" for each in page.evaluate(SQUEEZED)]


def found_too_wide(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    return [f"wider than {width}: {each}" for each in page.evaluate(WIDER, width) or ["the page"]]


def faults_of(page: Page, path: str) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path, wait_until="load")
    if urlsplit(page.url).path != urlsplit(path).path:
        return [f"{path}  leads to {page.url}"]
    found = [*axe.faults(page), *filter(None, [page.evaluate(HEADINGS)])]
    found += [f"leads nowhere: {each}" for each in page.evaluate(NOWHERE)]
    for width in PHONES:
        found += found_too_wide(page, width) + found_too_narrow(page, width)
    return [f"{path}  {each}" for each in found]


@pytest.fixture
def letters(settings: Any, tmp_path: Path) -> None:
    """Show the demo's mailbox with a letter in it."""
    settings.SHOW_MAILBOX, settings.EMAIL_FILE_PATH = True, tmp_path
    letter = (
        "Subject: Welcome\nTo: mei@example.org\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\nhttp://localhost/confirm/me/"
    )
    (tmp_path / "1.log").write_text(letter)


@pytest.mark.usefixtures("letters", "site")
@pytest.mark.parametrize("viewer", ["visitor", "entrance", "ben", "mei", "settings", "founder", "keeper"])
def test_every_page_is_free_of_serious_faults_in_light_in_dark_and_on_a_phone(
    open_page: OpenPage, problems: Problems, viewer: str
) -> None:
    problems.allow("404")
    shown = gallery.build()
    page = open_page(gallery.viewer(shown, viewer))

    faults = [fault for path in gallery.paths(shown, viewer) for fault in faults_of(page, path)]

    assert not faults, "\n".join(faults)
