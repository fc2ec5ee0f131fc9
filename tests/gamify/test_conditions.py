"""Conditions: plain comparisons and CEL, on data that may be anything."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from gamify.engine import conditions
from gamify.engine.happening import Happening

json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)


def happening(**data: Any) -> Happening:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Happening(1, 5, "mei", "UTC", "create", "post", "1", "group", "7", data, at, date(2026, 3, 2))


@pytest.mark.parametrize(
    ("when", "data", "holds"),
    [
        ({"data.images": {"gte": 1}}, {"images": 1}, True),
        ({"data.images": {"gte": 1}}, {"images": 0}, False),
        ({"data.images": {"gte": 1}}, {}, False),
        ({"data.images": {"gte": 1}}, {"images": "many"}, False),
        ({"data.words": {"gte": 5, "lt": 9}}, {"words": 9}, False),
        ({"data.type": {"in": ["note", "story"]}}, {"type": "story"}, True),
        ({"data.emotions": {"has": "joy"}}, {"emotions": ["joy"]}, True),
        ({"data.emotions": {"has": "joy"}}, {"emotions": []}, False),
        ({"data.author": {"ne": "$actor"}}, {"author": "mei"}, False),
        ({"data.author": {"ne": "$actor"}}, {"author": 5}, False),
        ({"data.author": {"ne": "$actor"}}, {"author": "5"}, False),
        ({"data.author": {"eq": "$actor"}}, {"author": "tom"}, False),
        ({"data.note": {"exists": False}}, {}, True),
        ({"target.type": {"eq": "group"}, "object.id": {"eq": "1"}}, {}, True),
        ({"data.a.b": {"eq": 1}}, {"a": {"b": 1}}, True),
        ({"data.a.b": {"eq": 1}}, {"a": [1]}, False),
    ],
)
def test_a_comparison(when, data, holds):
    assert all(each.holds(happening(**data)) for each in conditions.compile_when(when)) is holds


@pytest.mark.parametrize(
    "when", [{"user.age": {"gt": 1}}, {"data.x": {"like": "a"}}, {"data.x": {"gt": "$actor"}}, {"data.x": 1}]
)
def test_a_comparison_that_means_nothing_is_refused(when):
    with pytest.raises(ValueError, match="when:"):
        conditions.compile_when(when)


@pytest.mark.parametrize("text", ["data.words >", "player.level > 3", "1 +* 2"])
def test_a_condition_that_means_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        conditions.compile_condition(text)


def test_a_condition_may_bind_names_of_its_own():
    program = conditions.compile_condition("data.emotions.exists(each, each == 'joy')")

    assert conditions.is_true(program, happening(emotions=["sad", "joy"]))
    assert not conditions.is_true(program, happening(emotions=["sad"]))


@pytest.mark.parametrize("text", ["1 / data.words > 0", "data.words * 9223372036854775807 > 0", "data.images[9] == 1"])
def test_arithmetic_and_places_that_are_not_there_make_it_false(text):
    for words in (0, 2):
        assert not conditions.is_true(conditions.compile_condition(text), happening(words=words, images=[]))


def test_loops_within_loops_are_counted():
    nested = "[1].all(a, [1] .exists_one(b, [1].map(c, c) == [b]))"
    disguised = "[1].existsOne(data, [1]. // .\n all // (\n (actor, [1].filter(verb, true) == [1]))"

    assert conditions.loops_in(nested) == conditions.loops_in(disguised) == 3
    assert conditions.is_true(conditions.compile_condition(disguised), happening())
    assert conditions.loops_in("data.words > 3 && data.note != 'all(a, b)'") == 0


@pytest.mark.parametrize(
    "text",
    [
        "data.images.map(a, data.images.map(b, data.images)).size() > 0",
        "data.images . // all(a\n map // b\n (a, a) == []",
        "data.images.exists(a, data.note.matches('\\\\w{90}'))",
        "matches (data.note, 'a')",
    ],
)
def test_what_may_take_minutes_is_refused(text):
    with pytest.raises(ValueError, match="may not have"):
        conditions.check_cost(text)


@given(data=st.dictionaries(st.sampled_from(["words", "images", "author"]), json, max_size=3))
def test_no_data_can_make_a_condition_fail(data):
    program = conditions.compile_condition("data.words >= 3 || size(data.images) > 0")
    when = conditions.compile_when(
        {"data.words": {"gt": 1, "has": 2}, "data.author.a": {"in": [1]}, "data.images": {"ne": "$actor"}}
    )

    assert conditions.is_true(program, happening(**data)) in (True, False)
    assert all(each.holds(happening(**data)) in (True, False) for each in when)
