from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from look import icons

TEMPLATES = Path(__file__).parents[2] / "templates"


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_an_icon_without_a_title_is_hidden_from_assistive_technology() -> None:
    svg = draw('{% icon "sun" %}')

    assert 'aria-hidden="true"' in svg
    assert "<circle" in svg
    assert "xmlns" not in svg


def test_an_icon_with_a_title_is_an_image_with_that_name() -> None:
    svg = draw('{% icon "sun" title="Light" %}')

    assert 'role="img" aria-label="Light"' in svg
    assert "aria-hidden" not in svg


@pytest.mark.parametrize("title", ['"><script>alert(1)</script>', "Tom & 'Jo'"])
def test_a_title_is_escaped(title: str) -> None:
    svg = draw('{% icon "sun" title=title %}', title=title)

    assert "<script" not in svg
    assert "'Jo'" not in svg


def test_an_unknown_name_is_logged_and_drawn_as_a_dashed_circle(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        svg = draw("{% icon name %}", name=mark_safe('"><script>'))

    assert svg == icons.draw(icons.FALLBACK)
    assert "does not exist" in caplog.text


def test_every_icon_named_in_a_template_exists() -> None:
    source = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))

    named = set(re.findall(r'{% icon "([^"]+)"', source)) | set(re.findall(r'icon_name="([^"]+)"', source))

    assert named - icons.names() == set()
    assert len(named) > 20
