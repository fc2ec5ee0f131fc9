"""A moment in words: what static/js/controllers/moment.js says of it, so that nothing moves when it says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import formats, timezone

from lib import clock

NEAR = timedelta(days=6)  # within it the weekday says more than the date


def words(at: datetime) -> str:
    """Say when `at` is in the reader's own time; of a reader whose time nobody knows, with the name of the zone."""
    now, here = clock.now(), timezone.localtime(at)
    day = "l" if abs(at - now) < NEAR else "MONTH_DAY_FORMAT" if here.year == now.year else "DATE_FORMAT"
    said = f"{formats.date_format(here, day)} {here:%H:%M}"
    is_known = timezone.get_current_timezone() != timezone.get_default_timezone()
    return said if is_known else f"{said} {here.tzname()}"
