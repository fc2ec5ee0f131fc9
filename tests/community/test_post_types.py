"""Every kind of post keeps the room's contract."""

from __future__ import annotations

from dataclasses import replace

import pytest

from community import post_types
from community.models import Post
from lib import errors
from look import icons


def test_the_room_and_the_model_know_the_same_kinds():
    assert [each.key for each in post_types.every()] == Post.Type.values


@pytest.mark.parametrize("post_type", post_types.every(), ids=lambda each: each.key)
def test_a_kind_has_words_and_an_icon_that_exists(post_type):
    assert post_types.get(post_type.key) is post_type
    assert all(str(words) for words in (post_type.label, post_type.about, post_type.prompt))
    assert post_type.icon in icons.names()


def test_a_key_is_taken_once_and_an_unknown_one_is_refused():
    with pytest.raises(ValueError, match="twice"):
        post_types.registry.add(post_types.get("note"))
    with pytest.raises(errors.Invalid):
        post_types.get("poem")
    with pytest.raises(ValueError, match="longer"):
        post_types.registry.add(replace(post_types.get("note"), key="a-long-recipe"))
