"""What changed between two texts."""

from __future__ import annotations

import random
import time

import pytest

from community.selectors.differences import PIECE_LIMIT, Run, runs


def test_words_that_changed_are_named_and_the_rest_is_kept():
    assert runs("Two cups of tea", "Three cups of green tea") == (
        Run("Two", "del"), Run("Three", "ins"), Run(" cups of"), Run(" green", "ins"), Run(" tea"),
    )  # fmt: skip


def test_chinese_is_compared_by_character():
    assert runs("早上喝茶", "晚上喝茶") == (Run("早", "del"), Run("晚", "ins"), Run("上喝茶"))


def test_the_old_and_the_new_text_can_be_read_back():
    words = random.Random(7)
    for _ in range(200):
        old, new = (" ".join(words.choices(["a", "茶", "tea.", "\n"], k=words.randrange(12))) for _ in range(2))
        found = runs(old, new)
        assert "".join(run.text for run in found if run.kind != "ins") == old
        assert "".join(run.text for run in found if run.kind != "del") == new


@pytest.mark.parametrize("old", ["a\n" * 10_000, "ab " * 6_000, "的一" * 10_000])
def test_the_longest_texts_are_compared_quickly(old):
    started = time.process_time()

    runs(old, "b" + old[1 : len(old) // 2] + "c" + old[5:-3] + "d")

    assert time.process_time() - started < 0.2


def test_the_slowest_comparison_that_is_tried_is_quick():
    coin = random.Random(1)
    old, new = (" ".join(coin.choices("ab", k=PIECE_LIMIT // 2)) for _ in range(2))
    started = time.process_time()

    runs(old, new)

    assert time.process_time() - started < 0.2
