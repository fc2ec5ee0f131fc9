"""What is computed of a group has the values that known shapes have, and does not cry wolf."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings, strategies as st

from community.emotions import EMOTIONS
from community.health import formulas
from community.health.formulas import ALARM, Share

POLES = {0: 50, 4: 50}


@pytest.mark.parametrize(
    ("shape", "index"),
    [
        (POLES, 100),
        ({0: 20, 4: 80}, 64),
        ({1: 50, 3: 50}, 54),
        (dict.fromkeys(range(5), 20), 46),
        ({0: 3, 1: 6, 2: 11, 3: 30, 4: 50}, 20),
        ({0: 5, 1: 20, 2: 50, 3: 20, 4: 5}, 15),
        ({4: 100}, 0),
        ({0: 100}, 0),
        ({}, 0),
    ],
)
def test_known_shapes_of_opinion_have_their_known_polarisation(shape, index) -> None:
    assert formulas.opi(shape) == pytest.approx(index, abs=2)


counts = st.dictionaries(st.integers(0, 4), st.integers(0, 500), max_size=5)


@given(counts)
def test_polarisation_is_between_0_and_100_and_the_same_from_either_side_and_in_any_size(shape) -> None:
    found = formulas.opi(shape)

    assert 0 <= found <= 100.0001
    assert found == pytest.approx(formulas.opi({4 - step: n for step, n in shape.items()}))
    assert found == pytest.approx(formulas.opi({step: 7 * n for step, n in shape.items()}))


def test_every_feeling_has_its_valence_and_what_is_heavy_is_below_nought() -> None:
    assert set(formulas.VALENCE) == set(EMOTIONS)
    assert {key for key, valence in formulas.VALENCE.items() if valence < 0} == {
        key for key, emotion in EMOTIONS.items() if emotion.is_heavy
    }


@given(st.floats(-1, 1))
def test_the_steps_of_pleasant_and_unpleasant_mirror_each_other(valence) -> None:
    assert formulas.step_of(valence) == 4 - formulas.step_of(-valence)


def test_polarisation_needs_thirty_authors_and_says_how_sure_it_is() -> None:
    assert formulas.polarisation([0.8] * 15 + [-0.7] * 14) is None

    small = formulas.polarisation([0.8] * 15 + [-0.7] * 15)
    large = formulas.polarisation([0.8] * 500 + [-0.7] * 500)

    assert small is not None
    assert large is not None
    assert small.index == pytest.approx(100)
    assert small.low <= small.index <= small.high
    assert large.high - large.low < small.high - small.low


def ties(chance: random.Random, people: list[bool], many: int, homophily: float) -> list[tuple[int, int]]:
    """Draw answers; with `homophily` 0 everybody answers anybody, with 1 only their own kind."""
    sides = {side: [n for n, mine in enumerate(people) if mine == side] for side in (True, False)}
    found = []
    for _ in range(many):
        one = chance.randrange(len(people))
        among = sides[people[one]] if chance.random() < homophily else range(len(people))
        found.append((one, chance.choice(list(among))))
    return found


def test_an_echo_is_heard_where_people_answer_their_own_kind_and_not_where_one_kind_is_rare() -> None:
    chance = random.Random(7)
    even, uneven = [n % 2 == 0 for n in range(100)], [n >= 10 for n in range(100)]

    mixed = formulas.echo(ties(chance, even, 400, 0), dict(enumerate(even)))
    apart = formulas.echo(ties(chance, even, 400, 0.8), dict(enumerate(even)))
    rare_pairs = ties(chance, uneven, 400, 0)
    rare = formulas.echo(rare_pairs, dict(enumerate(uneven)))

    assert abs(mixed) < ALARM
    assert apart < -10
    assert formulas.external_internal(rare_pairs, uneven) < -0.5  # the bare index would cry wolf
    assert abs(rare) < ALARM


def test_an_echo_needs_authors_and_answers_and_does_not_count_talking_to_oneself() -> None:
    side = {n: n % 2 == 0 for n in range(40)}
    pairs = [(n % 40, (n + 1) % 40) for n in range(60)]

    assert formulas.echo(pairs[:49], side) is None
    assert formulas.echo(pairs, dict(list(side.items())[:29])) is None
    assert formulas.echo([(1, 1)] * 100, side) is None
    assert formulas.echo(pairs, dict.fromkeys(side, True)) == 0  # one camp alone is no echo


def alarms(chance: random.Random, *, corrected: bool, days: int = 400, posts: int = 60) -> int:
    """Count the false alarms of a group whose daily share of heavy feelings swings about 18 % by itself."""
    seen: list[Share] = []
    for _ in range(days + 28):
        share = chance.betavariate(0.18 * 25, 0.82 * 25)
        seen.append(Share(sum(chance.random() < share for _ in range(posts)), posts))
    found = 0
    for day in range(28, len(seen)):
        before = seen[day - 28 : day]
        if not corrected:
            before = [Share(sum(each.count for each in before), sum(each.all for each in before))]
        found += formulas.rise(seen[day], before) > ALARM
    return found


def test_a_group_that_swings_by_itself_does_not_cry_wolf() -> None:
    assert alarms(random.Random(3), corrected=True) <= 4 * 2
    assert alarms(random.Random(3), corrected=False) > 4 * 4  # what the correction is for


def test_a_rise_is_found_on_its_first_day() -> None:
    days = [Share(11 + n % 3, 60) for n in range(28)]

    assert formulas.rise(Share(24, 60), days) > ALARM
    assert abs(formulas.rise(Share(12, 60), days)) < 1
    assert formulas.rise(Share(12, 60), []) == 0
    assert formulas.rise(Share(20, 20), [Share(0, 20)] * 28) > ALARM


shares = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda pair: Share(min(pair), max(pair)))


@settings(max_examples=60)
@given(shares, st.lists(shares, max_size=30))
def test_any_counts_have_a_rise_and_a_difference(now, before) -> None:
    assert formulas.rise(now, before) == formulas.rise(now, before)  # never not a number
    assert formulas.differs(now, now) == 0
    assert all(formulas.differs(now, each) == -formulas.differs(each, now) for each in before)


def test_the_busiest_three_are_a_share_and_nobody() -> None:
    assert formulas.busiest([1] * 5 + [2] * 3 + [3] * 2 + [4, 5]) == Share(10, 12)
    assert formulas.busiest([]) == Share(0, 0)
    assert Share(0, 0).percent == 0
