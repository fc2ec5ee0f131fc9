from __future__ import annotations

import re

import pytest

from tests.look.css import CSS

FILES = sorted(path for path in CSS.rglob("*.css"))
COLOUR_FILES = {"tokens.css", "moods.css", "print.css"}


def source(path) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CSS)))
def test_a_stylesheet_keeps_the_house_rules(path) -> None:  # type: ignore[no-untyped-def]
    text = source(path)
    is_elements_moods = path.parent.name == "elements"

    assert "!important" not in text
    assert not re.search(r"(^|[\s{;])(margin|padding|border)-(left|right|top|bottom)\b", text)
    assert not re.search(r"(^|[\s{;])(left|right|top|bottom|width|height):", text)
    if path.name not in COLOUR_FILES or is_elements_moods:
        assert not re.findall(r"#[0-9A-Fa-f]{6}\b|rgb\(|hsl\(", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CSS)))
def test_every_token_used_is_defined_somewhere(path) -> None:  # type: ignore[no-untyped-def]
    defined = set(re.findall(r"(--[\w-]+):", "".join(source(file) for file in FILES)))
    by_style_attribute = {"--v", "--min", "--h"}

    used = set(re.findall(r"var\((--[\w-]+)", source(path)))

    assert used <= defined | by_style_attribute


def test_every_stylesheet_is_linked_by_a_template() -> None:
    templates = "".join(path.read_text() for path in (CSS.parents[1] / "templates").rglob("*.html"))

    missing = [path.name for path in FILES if f"css/{path.relative_to(CSS)}" not in templates]

    assert missing == []
