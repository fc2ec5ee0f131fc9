"""A moment in words: near ones by their weekday, far ones by their date, in the reader's own time."""

from __future__ import annotations

from datetime import UTC, datetime
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


def test_the_zone_is_named_to_whom_nobody_knows(monkeypatch: Any) -> None:
    monkeypatch.setattr("lib.clock.now", lambda: NOW)

    assert moments.words(datetime(2026, 11, 24, 1, 51, tzinfo=UTC)) == "Tuesday 01:51 UTC"
