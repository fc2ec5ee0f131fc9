"""Every registered moderation action keeps the contract."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from community import moderation, policies
from community.models import Case, Group, Post
from look import icons

EVERY = pytest.mark.parametrize("action", moderation.every(), ids=lambda action: action.key)
UNTIL = datetime(2026, 3, 9, tzinfo=UTC)
WORDS = {"actor": "Mod", "subject": "Ben", "what": "post", "until": "tomorrow", "group": "Tea", "about": "Pouch"}


def test_each_file_of_the_room_adds_one_action():
    files = {path.stem for path in Path(moderation.__file__).parent.glob("*.py")} - {"__init__", "registry", "letters"}
    assert files == {action.key for action in moderation.every()}


@EVERY
def test_an_action_says_what_it_does_in_every_language(action):
    for language in ("en", "zh-hans"):
        with translation.override(language):
            for words in (
                action.label,
                action.line,
                action.public_line,
                action.letter,
                action.line_for_good,
                action.letter_for_good,
            ):
                assert "%(" not in str(words) % WORDS
            assert str(action.label)
            assert "Mod" in str(action.line) % WORDS


@EVERY
def test_the_public_line_names_nobody(action):
    assert not re.search(r"%\((actor|subject)\)", str(action.public_line))


@EVERY
def test_an_action_has_an_icon(action):
    assert "<svg" in icons.draw(action.icon, "")


@EVERY
def test_an_action_decides_a_case_or_concerns_a_member(action):
    if action.decides:
        assert action.decides in Case.State.values
        assert set(action.starts) <= set(Case.State.values)
        assert set(action.on) <= set(Post.State.values)
        assert not action.lasts
    assert action.needs in {"", "rule", "reason"}
    assert bool(action.lasts) == bool(action.letter_for_good) == bool(action.line_for_good)


@EVERY
def test_a_letter_can_be_read_with_and_without_grounds(action):
    group = Group(names={"en": "Tea", "zh-hans": "茶桌"})
    for until in (None, UNTIL, policies.FOR_GOOD):
        data = moderation.letters.data_of(action, group=group, what="post", rule=None, reason="", until=until)
        said = moderation.letters.compose(data)
        assert bool(said) == bool(action.letter)
        assert "9000" not in said


def test_a_letter_of_an_unknown_action_is_empty():
    assert moderation.letters.compose({"action": "gone"}) == ""
