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


def test_everybody_is_dealt_a_seat_and_cohorts_are_even():
    for people, first in product(range(1, 66), (0, 1, 7, 20)):
        size = leagues.even_size(people + first)

        dealt = leagues.deal(people, [max(0, size - first)], size)
        sizes = [dealt[0] + first, *dealt[1:]]

        assert sum(dealt) == people
        assert max(sizes) <= SEATS
        assert all(each == size for each in sizes[:-1] if each != first)
    assert [leagues.even_size(people) for people in (0, 1, 20, 21, 41, 99)] == [20, 1, 20, 11, 14, 20]
