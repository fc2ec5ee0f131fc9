"""Tiers without a database: rising is at once, falling is a step at a time and after a warning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from gamify.engine import tiers
from gamify.engine.tiers import GRACE, WINDOW_DAYS, Bar, Change, Held

pytestmark = pytest.mark.embedded_only
LADDER = (Bar("low", 10, 5), Bar("middle", 30, 20), Bar("high", 60, 40))
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACES = {"": -1} | {bar.key: place for place, bar in enumerate(LADDER)}
GAINED = st.integers(-5, 90)


@st.composite
def ladders(draw):
    """Return a few tiers that rise, each kept with less than it takes."""
    enters = sorted(draw(st.sets(st.integers(3, 80), max_size=4)))
    return tuple(Bar(f"tier{enter}", enter, enter - 1 - place % 2) for place, enter in enumerate(enters))


def step(held, gained, now, *, ladder=LADDER, may_warn=True, may_fall=True):
    found = tiers.review(held, ladder, gained, now, may_warn=may_warn, may_fall=may_fall)
    return (found.change, found.held) if found else (None, held)


@given(st.lists(st.tuples(st.integers(0, 20), GAINED, st.booleans(), st.booleans()), max_size=40))
def test_nobody_falls_but_one_step_and_on_a_day_they_were_warned_of(days):
    held, now, warned_at = Held(), START, None
    for passed, gained, may_warn, may_fall in days:
        now += timedelta(days=passed)
        before = held
        change, held = step(held, gained, now, may_warn=may_warn, may_fall=may_fall)
        here, was = PLACES[held.tier], PLACES[before.tier]
        if change is Change.WARNED:
            warned_at = now
        if here < was:
            assert (change, was - here) == (Change.FELL, 1)
            assert warned_at is not None
            assert now >= before.falls_at == warned_at + GRACE
            assert gained < LADDER[was].keep
        if here > was:
            assert (change, gained >= LADDER[here].enter) == (Change.ROSE, True)
        assert held.falls_at is None or held.tier


@given(ladders(), st.sampled_from(["", "tier9", "tier30", "gone"]), st.integers(0, 80), GAINED, st.booleans())
def test_a_review_that_is_done_again_changes_nothing(ladder, tier, enter, gained, is_warned):
    held = Held(tier, enter, START - timedelta(days=1) if is_warned and tier else None)
    seen = [held]
    change = Change.ROSE
    while change:
        change, held = step(held, gained, START, ladder=ladder)
        seen.append(held)

    assert len(seen) <= 5, "it comes to rest: moved or fallen, perhaps warned, and then nothing"
    assert not held.tier or held.tier in {bar.key for bar in ladder}
    keys = ["", *(bar.key for bar in ladder)]
    assert sum(bar.enter <= gained for bar in ladder) <= keys.index(held.tier)


@given(GAINED, st.sampled_from(LADDER), st.booleans())
def test_who_rests_never_falls_and_what_they_were_warned_of_is_off(gained, bar, is_warned):
    held = Held(bar.key, bar.enter, START - timedelta(days=1) if is_warned else None)

    change, after = step(held, gained, START, may_fall=False)

    assert PLACES[after.tier] >= PLACES[held.tier]
    assert after.falls_at is None
    assert change in {Change.ROSE, Change.KEPT, None}


@given(ladders(), ladders(), GAINED)
def test_an_edition_takes_what_is_gone_and_nothing_that_is_still_there(before, after, gained):
    """However high the bars rise: what is still there goes by a warning alone, what is gone is followed by the next."""
    for bar in before:
        change, held = step(Held(bar.key, bar.enter), gained, START, ladder=after)
        is_there = bar.key in {each.key for each in after}
        if change is Change.MOVED:
            assert not is_there
            assert held.enter == max((each.enter for each in after if each.enter <= bar.enter), default=0)
        if is_there and change is not Change.ROSE:
            assert held.tier == bar.key


@given(st.dictionaries(st.integers(-200, 0), st.integers(0, 20), max_size=30), st.integers(1, 60))
def test_what_was_gained_lasts_until_the_first_day_on_which_it_is_too_little(gained, keep):
    today = date(2026, 3, 2)
    days = {today + timedelta(days=ago): amount for ago, amount in gained.items()}

    until = tiers.lasts_until(days, keep, today)

    def left(on: date) -> int:
        return sum(amount for day, amount in days.items() if tiers.opens_on(on) <= day <= on)

    assert left(until) < keep
    assert until == today or left(until - timedelta(days=1)) >= keep


def test_the_days_that_count_are_ninety_with_the_present_one_in_utc():
    evening = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)

    assert tiers.counts_from(evening) == datetime(2025, 12, 3, tzinfo=UTC)
    assert (evening.date() - tiers.opens_on(evening.date())).days == WINDOW_DAYS - 1
