"""Who moves, in every cohort that can be; nothing here asks a database."""

from __future__ import annotations

from itertools import product

import pytest

from gamify.engine import leagues
from gamify.engine.leagues import DIVISIONS, SEATS, Zone

pytestmark = pytest.mark.embedded_only
EVERY = list(product(range(SEATS + 1), range(1, DIVISIONS + 1), range(1, DIVISIONS + 1)))


def test_nobody_who_got_further_goes_on_lower_and_as_many_move_as_is_said():
    order = [Zone.UP, Zone.STAY, Zone.DOWN]
    for size, division, highest in EVERY:
        found = leagues.zones(size, division=division, highest=highest)

        where = [leagues.zone(position, size, found) for position in range(1, size + 1)]

        assert where == sorted(where, key=order.index)
        assert (where.count(Zone.UP), where.count(Zone.DOWN)) == (found.up, found.down)
        assert max(found.up, found.down) <= size // 3


def test_nobody_leaves_the_ladder_and_few_lose_nothing():
    for size, division, highest in EVERY:
        found = leagues.zones(size, division=division, highest=highest)

        assert not (found.up and division >= highest)
        assert not (found.down and (division == 1 or size < leagues.FEWEST_TO_FALL))
        for zone in Zone:
            assert leagues.led(division, leagues.following(division, zone)) is zone


def test_a_division_opens_for_each_cohort_that_could_be_full():
    assert [leagues.open_divisions(count) for count in (0, 19, 20, 39, 40, 79, 80, 10**6)] == [1, 1, 2, 2, 3, 4, 5, 5]


def test_everybody_is_dealt_a_seat_and_no_cohort_more_than_it_has():
    for people, first, second in product(range(66), (1, 7, 20), (3, 20)):
        dealt = leagues.deal(people, (first, second))

        assert sum(dealt) == people
        assert all(joining <= free for joining, free in zip(dealt, (first, second, *[SEATS] * 9), strict=False))
        assert all(joining == SEATS for joining in dealt[2:-1])
