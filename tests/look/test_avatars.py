from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from look import avatars


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lin Mei", "LM"),
        ("Haruka", "HA"),
        ("Tomás", "TO"),
        ("Élodie de la Tour", "ÉT"),
        ("e\u0301lodie", "ÉL"),
        ("周小满", "周"),
        ("さくら", "さ"),
        ("김민지", "김"),
        ("أمل", "أ"),
        ("x", "X"),
        ("“Mo” (42)", "M4"),
        ("🌱🌱", "·"),
        ("", "·"),
        ("ßen", "SS"),
    ],
)
def test_initials_are_one_or_two_letters(name: str, expected: str) -> None:
    assert avatars.initials_of(name) == expected


@given(st.text(max_size=60))
def test_any_name_has_initials(name: str) -> None:
    assert 1 <= len(avatars.initials_of(name)) <= 2


@given(st.text(max_size=20))
def test_an_id_always_has_the_same_tint_and_shape(public_id: str) -> None:
    assert avatars.tint_of(public_id) == avatars.tint_of(public_id) in range(avatars.TINTS)
    assert avatars.shape_of(public_id) == avatars.shape_of(public_id) in range(avatars.SHAPES)


def test_tints_are_pinned_so_that_faces_never_change() -> None:
    assert [avatars.tint_of(key) for key in ("haruka", "tomas", "linmei", "xiaoman")] == [5, 3, 7, 11]


def test_a_hundred_members_spread_over_all_tints_and_shapes() -> None:
    keys = [f"member{number}" for number in range(100)]

    assert {avatars.tint_of(key) for key in keys} == set(range(avatars.TINTS))
    assert {avatars.shape_of(key) for key in keys} == set(range(avatars.SHAPES))
