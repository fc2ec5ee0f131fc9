"""Time zones as people know them: a city in the reader's language, and how far its clocks are from UTC now."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils import translation
from django.utils.translation import get_language, to_locale

from lib import clock


def name_of(zone: str, *, now: datetime) -> str:
    """Return "Kolkata (UTC+5:30)" in the active language; the zone's own name where nobody knows its city."""
    offset = _offset_words(_offset(zone, now))
    return "UTC" if zone == "UTC" else f"{_city(zone, get_language() or 'en')} ({offset})"


def choices(*, now: datetime, chosen: str) -> list[tuple[str, str]]:
    """Return every zone with its name, from west to east; of zones with the same name one, and `chosen` in any case."""
    hour = now.replace(minute=0, second=0, microsecond=0)  # clocks are changed on the hour
    by_name = dict(_by_name(get_language() or "en", hour)) | {name_of(chosen, now=hour): chosen}
    return [(zone, name) for name, zone in by_name.items()]


@lru_cache(maxsize=8)
def _by_name(language: str, now: datetime) -> tuple[tuple[str, str], ...]:
    with translation.override(language):
        found = {name_of(zone, now=now): zone for zone in reversed(_zones())}  # the first of a name stays
    return tuple(sorted(found.items(), key=lambda choice: (_offset(choice[1], now), choice[0])))


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """Zones of places, those that are no other's old name first, and UTC; `Etc/GMT+5` and the like are for machines."""
    old_names = get_global("zone_aliases")
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return ("UTC", *sorted(places, key=lambda zone: (zone in old_names, zone)))


@lru_cache(maxsize=2048)
def _city(zone: str, language: str) -> str:
    return str(get_timezone_location(zone, locale=Locale.parse(to_locale(language)), return_city=True))


def _offset(zone: str, now: datetime) -> timedelta:
    return now.astimezone(clock.time_zone(zone)).utcoffset() or timedelta()


def _offset_words(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    hours = f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}"
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}"
