"""Which weeks make a season, and which of a member's count; nothing here asks a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from gamify.engine import periods, seasons
from gamify.engine.leagues import DIVISIONS, SEATS

pytestmark = pytest.mark.embedded_only
DOCUMENT = Path("docs/leagues.md")
MOMENTS = st.integers(0, 990 * 365 * 24).map(lambda hours: datetime(2000, 1, 3, tzinfo=UTC) + timedelta(hours=hours))


@given(MOMENTS)
def test_every_moment_falls_into_one_season_and_the_next_begins_where_it_ends(moment):
    season = seasons.at(moment)
    starts_at, ends_at = seasons.bounds(season)
    weeks = seasons.weeks(season)
    following = seasons.at(ends_at)

    assert starts_at <= moment < ends_at
    assert seasons.is_name(season)
    assert periods.board_week(moment) in weeks
    assert [periods.bounds(week)[0] for week in weeks] == [starts_at + timedelta(weeks=n) for n in range(len(weeks))]
    assert seasons.bounds(following)[0] == ends_at
    assert len(weeks) == 13 or (len(weeks), season[-2:]) == (14, "Q4")


@given(st.lists(st.integers(1, 6), max_size=14))
def test_the_ten_best_weeks_count_and_of_equal_ones_the_first(brought):
    counts = seasons.counting(brought)
    chosen = [week for week, is_best in enumerate(counts) if is_best]
    so_far = [sum(sorted(brought[:played], reverse=True)[: seasons.BEST]) for played in range(1, len(brought) + 1)]

    assert sum(brought[week] for week in chosen) == (so_far[-1] if so_far else 0)
    if chosen:
        assert chosen[-1] == so_far.index(so_far[-1])


def test_a_better_place_and_a_higher_league_never_bring_less():
    by_place = [
        [seasons.points(place, division) for place in range(1, SEATS + 1)] for division in range(1, 1 + DIVISIONS)
    ]

    assert by_place[0] == [12, 10, 8, 7, 6, 5, 4, 3, 2, *[1] * 11]
    assert all(list(accumulate(row, min)) == row for row in by_place)
    assert all([points + seasons.STEP for points in below] == above for below, above in pairwise(by_place))
    assert [row[1:] for row in published()] == list(map(list, zip(*(row[:10] for row in by_place), strict=True)))
    assert not any(map(seasons.is_name, ("2026-Q0", "2026-Q5", "26-Q1", "2026-W1", "9999-Q4", "２026-Q1")))


def published():
    """Return the rows of the table that everybody can read."""
    rows = (line.strip("|\n ").split("|") for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| "))
    return [[int(each) if each.strip().isdigit() else each for each in row] for row in rows if len(row) == 6][1:]
