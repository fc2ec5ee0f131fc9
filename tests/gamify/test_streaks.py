"""Streaks: what breaks them, what keeps them, and that counting again changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from gamify.engine import streaks
from gamify.selectors import streaks as shown
from gamify.services import process, visits

FIRST = date(2026, 3, 2)


def run(marks: str) -> streaks.Run:
    """Return the streak of days written as `x` (there) and `.` (not there); the last one is today."""
    days = [FIRST + timedelta(days=number) for number in range(len(marks))]
    return streaks.run([day for day, mark in zip(days, marks, strict=True) if mark == "x"], today=days[-1])


@pytest.mark.parametrize(
    ("marks", "length", "freezes"),
    [
        (".", 0, 0),
        ("x", 1, 0),
        ("x.", 1, 0),  # today is still open
        ("x..", 0, 0),
        ("x.x", 1, 0),
        ("xxxxxx", 6, 0),
        ("xxxxxxx", 7, 1),
        ("xxxxxxx.", 7, 1),
        ("xxxxxxx..", 7, 0),  # a missed day uses it up, and adds nothing
        ("xxxxxxx.x", 8, 0),
        ("xxxxxxx...", 0, 0),
        ("xxxxxxx..x", 1, 0),
        ("x" * 14, 14, 2),
        ("x" * 70, 70, 2),  # never more
        ("x" * 14 + "..x", 15, 0),
        ("x" * 14 + ".x.x", 16, 0),
        ("x" * 14 + "...x", 1, 0),
        ("x" * 7 + "." + "x" * 7, 14, 1),
        ("x" * 500, 500, 2),
    ],
)
def test_a_freeze_is_saved_by_a_week_and_bridges_one_missed_day(marks, length, freezes):
    found = run(marks)

    assert (found.length, found.freezes) == (length, freezes)


@given(st.text("xx.", min_size=1, max_size=60))
def test_a_streak_counts_active_days_and_never_has_more_freezes_than_it_saved(marks):
    found = run(marks)
    active = {FIRST + timedelta(days=number) for number, mark in enumerate(marks) if mark == "x"}

    assert found.length <= len(active)
    assert 0 <= found.freezes <= min(streaks.MOST_KEPT, found.length // streaks.SAVED_BY)
    assert not found.frozen & active
    assert len(found.frozen) <= len(active) // streaks.SAVED_BY


@given(st.text("xx.", min_size=1, max_size=60))
def test_one_more_day_there_never_shortens_a_streak(marks):
    assert run(marks + "x").length in (run(marks + ".").length + 1, 1)


def test_the_page_and_the_api_show_a_kept_day(economy, member, client: Client, clock):
    mei = member("mei")
    for number in range(7):
        visits.note(user=mei, now=datetime(2026, 3, 2 + number, 9, tzinfo=UTC))
    process.sweep(now=clock.now)
    clock.set(datetime(2026, 3, 10, 9, tzinfo=UTC))
    client.force_login(mei)

    found = shown.streak(user=mei, now=clock.now)
    page = client.get("/tasks/").content.decode()
    told = client.get("/api/v1/game").json()["streak"]

    assert (found.length, found.freezes, found.was_kept_yesterday) == (7, 0, True)
    assert "Streak: 7 days" in page
    assert "a freeze kept yesterday" in page
    assert '<i class="frozen"></i><i class="today"></i>' in page
    assert (told["freezes"], [day["is_frozen"] for day in told["days"][-3:]]) == (0, [False, True, False])
