"""Every metric and every kind of effect keeps its contract."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gamify import effects, metrics, prizes
from gamify.engine import matching
from gamify.engine.economy import Goal, build
from gamify.engine.happening import Happening
from gamify.models import Challenge

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BARE = Happening(1, 5, "mei", "UTC", "visit", "user", "5", "", "", {}, AT, date(2026, 3, 2))
RICH = Happening(
    2,
    5,
    "mei",
    "UTC",
    "comment",
    "comment",
    "9",
    "group",
    "7",
    {"post": "41", "post_author": "tom", "words": 9},
    AT,
    date(2026, 3, 2),
)


@pytest.mark.parametrize("metric", metrics.every(), ids=lambda metric: metric.key)
def test_a_metric_counts_the_same_activity_the_same_way_and_accepts_bare_ones(metric):
    for happening in (BARE, RICH):
        first = metric.item(happening)
        assert first is None or isinstance(first, str)
        assert first == metric.item(happening)
    assert str(metric.label)
    assert metrics.get(metric.key) is metric
    assert metric.item(RICH) is not None


def test_one_does_not_count_as_another_person():
    own = Happening(3, 5, "mei", "UTC", "comment", "comment", "9", "", "", {"post_author": "mei"}, AT, date(2026, 3, 2))

    assert metrics.get("distinct_people").item(own) is None
    assert metrics.get("distinct_people").item(RICH) == "tom"


@pytest.mark.parametrize("effect", effects.every(), ids=lambda effect: effect.key)
def test_an_effect_refuses_nonsense_and_gives_whole_points(effect):
    known = frozenset({"growth"})
    good = {"kind": effect.key, "currency": "growth", "amount": 3}

    effect.check(good, known)
    assert all(isinstance(grant.amount, int) and grant.amount for grant in effect.grants(good))
    for change in ({"currency": "gold"}, {"amount": 0}, {"amount": True}, {"amount": "3"}, {"amount": 10**9}):
        with pytest.raises(ValueError, match=effect.key):
            effect.check({**good, **change}, known)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", prizes.every(), ids=lambda kind: kind.key)
def test_a_kind_of_prize_refuses_nonsense_with_a_sentence(kind):
    challenge = Challenge(brand=None, scope="group:7")

    for spec in ({}, {"amount": 0}, {"amount": True}, {"amount": 10**9}, {"badge": "none"}, {"reward": ["x"]}):
        with pytest.raises(prizes.Wrong) as refused:
            kind.check(spec, challenge)
        assert str(refused.value.sentence)
    assert str(kind.label)
    assert prizes.get(kind.key) is kind


def test_keys_are_taken_once():
    with pytest.raises(ValueError, match="twice"):
        prizes.add(prizes.get("points"))
    with pytest.raises(ValueError, match="twice"):
        metrics.add(metrics.get("count"))
    with pytest.raises(ValueError, match="twice"):
        effects.add(effects.get("points"))


def test_two_long_items_that_begin_alike_are_still_two():
    goal = Goal(1, "task", "t", 1, "comment", {}, (), metric=metrics.get("distinct_people"), cycle="week")
    world = build(number=1, token="", in_force=[goal], retired=[], thresholds=[0])
    keys = set()

    for end in "ab":
        long = Happening(
            2, 5, "mei", "UTC", "comment", "c", "9", "", "", {"from": "x" * 80 + end}, AT, date(2026, 3, 2)
        )
        keys |= set(matching.counters(matching.match(long, world), long))

    items = {period for _, period in keys if "item:" in period}
    assert len(items) == 2
    assert all(len(period) <= 60 for period in items)
