"""Zones by the names of their cities."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from django.utils import translation

from accounts import zones

WINTER, SUMMER = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "now", "name"),
    [
        ("en", "Asia/Shanghai", WINTER, "Shanghai (UTC+8)"),
        ("zh-hans", "Asia/Shanghai", WINTER, "上海 (UTC+8)"),
        ("zh-hans", "America/Argentina/Buenos_Aires", WINTER, "布宜诺斯艾利斯 (UTC−3)"),
        ("en", "Asia/Kolkata", WINTER, "Kolkata (UTC+5:30)"),
        ("en", "America/St_Johns", WINTER, "St. John’s (UTC−3:30)"),
        ("en", "Europe/Lisbon", WINTER, "Lisbon (UTC+0)"),
        ("en", "Europe/Lisbon", SUMMER, "Lisbon (UTC+1)"),
        ("en", "UTC", SUMMER, "UTC"),
    ],
)
def test_a_zone_is_a_city_and_its_distance(language: str, zone: str, now: datetime, name: str) -> None:
    with translation.override(language):
        assert zones.name_of(zone, now=now) == name


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_name_is_offered_once_from_west_to_east(language: str) -> None:
    with translation.override(language):
        offered = zones.choices(now=WINTER, chosen="UTC")
        cities = {name for _zone, name in offered}

        assert len(cities) == len(offered) > 300
        assert offered[0][1].endswith("(UTC−11)")
        assert offered[-1][1].endswith("(UTC+14)")
        for zone in available_timezones():
            if "/" in zone and not zone.startswith("Etc/"):
                assert zones.name_of(zone, now=WINTER) in cities


@pytest.mark.parametrize("chosen", ["Asia/Calcutta", "Asia/Kolkata", "Etc/GMT+5", "EST", "GMT", "US/Pacific", "UTC"])
def test_the_zone_of_a_member_is_always_among_them(chosen: str) -> None:
    assert chosen in dict(zones.choices(now=WINTER, chosen=chosen))


def test_a_place_is_offered_under_its_own_name_not_an_old_one() -> None:
    offered = dict(zones.choices(now=WINTER, chosen="UTC"))

    assert {"Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin"} <= offered.keys()
    assert "Asia/Chongqing" not in offered
