"""Elements are what pages are composed of, not a museum."""

from __future__ import annotations

from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
TEMPLATES = HOUSE / "templates"
ELEMENTS = sorted(path.name for path in (TEMPLATES / "elements").glob("*.html"))
PAGES = [path for path in TEMPLATES.rglob("*.html") if "styleguide" not in path.parts]
CODE = [path for app in ("look", "accounts", "community") for path in (HOUSE / app).rglob("*.py")]


@pytest.mark.parametrize("name", ELEMENTS)
def test_each_element_is_used_by_a_page(name: str) -> None:
    asked = f'"elements/{name}"'
    assert any(asked in path.read_text() for path in (*PAGES, *CODE))


def test_no_page_writes_the_trail_out_by_itself() -> None:
    own = [path for path in PAGES if 'class="crumbs"' in path.read_text()]
    assert [path.name for path in own] == ["crumbs.html"]


def test_each_button_that_copies_says_what() -> None:
    copying = [path for path in PAGES if 'data-controller="copy"' in path.read_text()]
    assert len(copying) > 5
    for path in copying:
        text = path.read_text()
        assert text.count('data-controller="copy"') == text.count("data-copies="), path.name
