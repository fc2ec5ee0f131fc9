"""A moment in words: near ones by their weekday, far ones by their date, in the reader's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from look import moments

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "language", "said"),
    [
        (datetime(2026, 11, 24, 1, 51, tzinfo=UTC), "en", "Tuesday 09:51"),
        (datetime(2026, 11, 24, 1, 51, tzinfo=UTC), "zh-hans", "星期二 09:51"),
        (datetime(2026, 12, 1, 20, tzinfo=UTC), "en", "December 2 04:00"),
        (datetime(2027, 12, 1, 20, tzinfo=UTC), "en", "Dec 2, 2027 04:00"),
    ],
)
def test_a_moment_is_said_in_the_time_of_its_reader(monkeypatch: Any, at: datetime, language: str, said: str) -> None:
    monkeypatch.setattr("lib.clock.now", lambda: NOW)

    with timezone.override(ZoneInfo("Asia/Shanghai")), translation.override(language):
        assert moments.words(at) == said


@pytest.mark.parametrize(
    ("at", "language", "said"),
    [
        (datetime(2026, 11, 20, 20, tzinfo=UTC), "en", "Nov 21"),
        (datetime(2026, 11, 20, 20, tzinfo=UTC), "zh-hans", "11月21日"),
        (datetime(2025, 11, 20, 20, tzinfo=UTC), "en", "Nov 21, 2025"),
        (datetime(2025, 11, 20, 20, tzinfo=UTC), "zh-hans", "2025年11月21日"),
    ],
)
def test_a_day_of_this_year_is_said_without_the_year(monkeypatch: Any, at: datetime, language: str, said: str) -> None:
    monkeypatch.setattr("lib.clock.now", lambda: NOW)

    with timezone.override(ZoneInfo("Asia/Shanghai")), translation.override(language):
        assert moments.day(at) == said


def test_the_zone_is_named_to_whom_nobody_knows(monkeypatch: Any) -> None:
    monkeypatch.setattr("lib.clock.now", lambda: NOW)

    assert moments.words(datetime(2026, 11, 24, 1, 51, tzinfo=UTC)) == "Tuesday 01:51 UTC"


def test_how_far_a_moment_is_is_said_in_one_unit(monkeypatch: Any) -> None:
    monkeypatch.setattr("lib.clock.now", lambda: NOW)

    said = [moments.span(NOW + sign * timedelta(days=1, hours=5)) for sign in (1, -1)]

    assert said == ["1\xa0day", "1\xa0day"]


def test_a_stretch_names_the_day_of_its_end_only_if_it_is_another_and_the_zone_to_who_has_none() -> None:
    begins = datetime(2026, 11, 28, 12, tzinfo=UTC)

    with timezone.override(ZoneInfo("Asia/Shanghai")):
        with translation.override("en"):
            assert moments.until(begins, begins + timedelta(hours=2)) == "Saturday, Nov 28, 2026, 20:00–22:00"
            assert moments.until(begins, begins + timedelta(hours=5)) == "Nov 28, 2026 20:00 – Nov 29, 2026 01:00"
        with translation.override("zh-hans"):
            assert moments.until(begins, begins + timedelta(hours=2)) == "2026年11月28日星期六 20:00–22:00"
    with translation.override("en"):
        assert moments.until(begins, begins + timedelta(hours=2)).endswith("12:00–14:00 UTC")
