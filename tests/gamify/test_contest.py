"""The result of a challenge is a pure function: any order of the same marks gives it, and what is undone is gone."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, strategies as st

from gamify.engine import contest
from gamify.engine.contest import Given, Line, Party, Terms

pytestmark = pytest.mark.embedded_only  # pure: one world is enough
START = datetime(2026, 5, 1, 8, tzinfo=UTC)
TASKS = (Terms(1, goal=2, points=3, most=4, daily_most=2), Terms(2, goal=1, points=5, most=1, daily_most=0))
marks = st.lists(
    st.tuples(st.integers(1, 2), st.integers(0, 9), st.sampled_from(["", "", "a", "b"]), st.integers(0, 5000)),
    max_size=25,
)
people = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), min_size=1, max_size=12).map(
    lambda rows: [party(number, *row) for number, row in enumerate(rows)]
)
prize_lines = st.lists(
    st.tuples(st.sampled_from(["finish", "first", "score", "draw", "jury"]), st.integers(1, 5), st.integers(0, 9)),
    min_size=1,
    max_size=5,
).map(lambda rows: [Line(at, *row) for at, row in enumerate(rows)])


def mark(task, cause, item, minutes, units=1):
    at = START + timedelta(minutes=minutes)
    return Given(7, task, ("activity", cause), units, item, at.date(), at)


def party(number, score, minutes, is_done):
    at = START + timedelta(minutes=minutes)
    return Party(f"p{number}", score, at if score else None, at if is_done else None)


@given(rows=marks, seed=st.integers(0, 99), undone=st.integers(0, 25))
def test_order_does_not_matter_and_undoing_is_as_if_it_had_never_been(rows, seed, undone):
    given_ = [mark(task, number, item, minutes) for number, (task, _c, item, minutes) in enumerate(rows)]
    shuffled = list(given_)
    Random(seed).shuffle(shuffled)
    taken_back = given_[:undone]
    mirrored = [each._replace(units=-1) for each in taken_back]

    total = contest.total(TASKS, given_)

    assert contest.total(TASKS, shuffled) == total
    assert contest.total(TASKS, [*given_, *mirrored]) == contest.total(TASKS, given_[undone:])
    assert contest.total(TASKS, [*given_, *mirrored, *taken_back]) == total
    assert (total.finished_at is not None) == (total.done == len(TASKS))
    assert all(total.tallies[terms.task].units <= terms.most for terms in TASKS)


def test_an_item_counts_once_a_day_has_an_end_and_the_goal_has_its_moment():
    same = [mark(1, number, "tom", number) for number in range(3)]
    many = [mark(1, 10 + number, "", 60 * number) for number in range(3)]  # the third is of the same day
    next_day = mark(1, 20, "", 24 * 60)

    assert contest.tally(TASKS[0], same).units == 1
    assert contest.tally(TASKS[0], many).units == 2
    found = contest.tally(TASKS[0], [*many, next_day])
    assert (found.units, found.goal_at, found.last_at) == (3, many[1].happened_at, next_day.happened_at)


@given(parties=people, lines=prize_lines, cap=st.sampled_from([0, 5, 12]), seed=st.text("ab", min_size=1, max_size=4))
def test_no_line_has_too_many_winners_nobody_too_much_and_nobody_wins_for_nothing(parties, lines, cap, seed):
    chosen = {line.position: [parties[0].key] for line in lines if line.rule == "jury"}

    won = contest.winners(lines, parties, cap=cap, seed=seed, picks=chosen)

    by_key = {each.key: each for each in parties}
    totals: dict[str, int] = {}
    for line in lines:
        shares = won[line.position]
        assert len(shares) <= line.places
        assert len({share.key for share in shares}) == len(shares)
        for share in shares:
            totals[share.key] = totals.get(share.key, 0) + share.amount
            assert 0 <= share.amount <= line.cost
            if share.key not in chosen.get(line.position, ()):
                assert by_key[share.key].score if line.rule == "score" else by_key[share.key].finished_at
    assert not cap or max(totals.values(), default=0) <= cap
    assert contest.winners(lines, parties[::-1], cap=cap, seed=seed, picks=chosen) == won


def test_of_equal_ones_who_got_there_first_is_in_front():
    late, early, better = party(1, 3, 9, True), party(2, 3, 1, True), party(3, 4, 30, False)

    assert contest.by_score([late, early, better]) == [better, early, late]
    assert contest.by_finish([late, early, better]) == [early, late]


def test_a_lottery_gives_everybody_every_place():
    parties = [party(number, 1, 1, True) for number in range(4)]
    firsts = {contest.by_lot(parties, f"seed{number}", 0)[0].key for number in range(60)}
    orders = {tuple(each.key for each in contest.by_lot(parties, f"seed{number}", 0)) for number in range(400)}

    assert firsts == {each.key for each in parties}
    assert len(orders) == len(list(itertools.permutations(parties)))
