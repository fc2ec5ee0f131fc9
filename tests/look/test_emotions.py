from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from look import icons
from look.emotions import EMOTIONS, look_of
from tests.look import css


def chip(key: str, **context: object) -> str:
    return render_to_string("elements/mood.html", {"key": key, **context})


def test_each_of_the_twelve_feelings_has_its_own_shape_and_colours() -> None:
    shapes = [look.icon for look in EMOTIONS.values()]

    assert len(EMOTIONS) == len(set(shapes)) == 12
    assert set(shapes) <= icons.names()
    assert set(css.rules_of("data-mood")) == set(EMOTIONS)


def test_a_chip_says_its_feeling_by_word_shape_and_colour() -> None:
    html = chip("calm")

    assert 'data-mood="calm"' in html
    assert "<svg" in html
    assert "Calm" in html


def test_a_chip_with_an_address_is_a_link() -> None:
    assert '<a class="mood" href="/mood/calm/"' in chip("calm", href="/mood/calm/")
    assert "<a" not in chip("calm")


def test_a_feeling_of_the_community_gets_its_own_word_and_a_plain_dot() -> None:
    assert look_of("longing").icon == "circle-dot"
    assert "Longing" in chip("longing")
    assert "思念" in chip("longing", name="思念")


def test_a_chip_escapes_what_it_is_given() -> None:
    assert "<script" not in chip('"><script>', name="<script>")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_picker_offers_all_feelings_and_keeps_the_chosen(language: str) -> None:
    with translation.override(language):
        html = render_to_string("elements/mood_picker.html", {"chosen": ["calm", "hope"]})

    assert html.count('type="checkbox"') == 12
    assert html.count(" checked") == 2
    assert re.search(r'name="emotions" value="calm"\s+checked', html)
