"""A person's days through changes of clocks and of zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings, strategies as st

from lib.calendars import Calendar
from lib.clock import local_date

ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Apia", "Pacific/Kiritimati"]
ZONES += ["Pacific/Midway", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe"]
YEAR = datetime(2011, 1, 1, tzinfo=UTC)  # Apia skips the 30th of December, São Paulo turns its clocks at midnight
STEP = timedelta(microseconds=1)

zones = st.sampled_from(ZONES)
minutes = st.integers(0, 366 * 24 * 60)


def at(minute: int) -> datetime:
    return YEAR + timedelta(minutes=minute)


@settings(max_examples=600, deadline=None)
@given(first=zones, second=zones, moved=minutes, seen=minutes)
def test_a_day_starts_at_the_first_moment_that_has_its_date(first, second, moved, seen):
    calendar = Calendar(first).moved(second, now=at(moved))

    opens_at = calendar.start(calendar.day(at(seen)) + timedelta(days=1))

    assert opens_at > at(seen)
    assert calendar.day(opens_at) > calendar.day(at(seen))
    assert calendar.day(opens_at - STEP) == calendar.day(at(seen))


@settings(max_examples=600, deadline=None)
@given(first=zones, second=zones, third=zones, moved=minutes, later=st.integers(0, 4000), seen=st.integers(0, 4000))
def test_the_day_in_which_somebody_moves_stays_whole_and_dates_never_go_back(first, second, third, moved, later, seen):
    now, then = at(moved), at(moved + later)
    home = Calendar(first).moved(second, now=now)
    # Over 25 hours lie between the farthest zones: in the hour until the new one has caught up, a second move counts
    # from the zone's own date, which has been counted already.
    assume(home.day(then) == local_date(then, home.zone_at(then)))
    calendar = home.moved(third, now=then)

    assert calendar.day(then) == home.day(then)
    tomorrow = home.day(then) + timedelta(days=1)
    assert calendar.start(tomorrow) >= Calendar(home.zone_at(then)).start(tomorrow)
    dates = [calendar.day(then + timedelta(minutes=seen * step)) for step in range(3)]
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("to", "day", "opens"),
    [
        ("Asia/Shanghai", "2026-03-02", "2026-03-02T23:00:00+00:00"),  # east: the old midnight; there it is morning
        ("America/Los_Angeles", "2026-03-02", "2026-03-03T08:00:00+00:00"),  # west: the date lasts until it ends there
        ("Europe/Berlin", "2026-03-02", "2026-03-02T23:00:00+00:00"),
    ],
)
def test_a_change_of_zone_waits_for_midnight(to, day, opens):
    noon = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    calendar = Calendar("Europe/Berlin").moved(to, now=noon)

    assert calendar.day(noon).isoformat() == day
    assert calendar.start(calendar.day(noon) + timedelta(days=1)) == datetime.fromisoformat(opens)


def test_moving_and_moving_back_on_the_same_day_is_staying():
    noon = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    home = Calendar("Europe/Berlin")

    assert home.moved("Asia/Shanghai", now=noon).moved("Europe/Berlin", now=noon) == home
