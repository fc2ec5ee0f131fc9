"""A moment in words: what static/js/controllers/moment.js says of it, so that nothing moves when it says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from lib import clock

NEAR = timedelta(days=6)  # within it the weekday says more than the date


def day(at: datetime) -> str:
    """Say which day `at` is, as shortly as reltime.js says how long ago it was, so that no line breaks anew."""
    here = timezone.localtime(at)
    is_this_year = here.year == timezone.localtime(clock.now()).year
    return formats.date_format(here, _("M j") if is_this_year else "SHORT_DATE_FORMAT")


def span(at: datetime) -> str:
    """Say how far `at` is from now in its one largest unit, as reltime.js does."""
    return timeuntil(at, clock.now(), depth=1) if at > clock.now() else timesince(at, clock.now(), depth=1)


def words(at: datetime) -> str:
    """Say when `at` is in the reader's own time; of a reader whose time nobody knows, with the name of the zone."""
    now, here = clock.now(), timezone.localtime(at)
    day = "l" if abs(at - now) < NEAR else "MONTH_DAY_FORMAT" if here.year == now.year else "DATE_FORMAT"
    said = f"{formats.date_format(here, day)} {here:%H:%M}"
    return said + _zone(here)


def until(begins: datetime, ends: datetime) -> str:
    """Say from when to when a thing lasts, in whose time as `words` does; the day of its end only if it is another."""
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    if first.date() == last.date():
        said = {"weekday": formats.date_format(first, "l"), "day": formats.date_format(first, "DATE_FORMAT")}
        said |= {"from": f"{first:%H:%M}", "to": f"{last:%H:%M}"}
        return _("%(weekday)s, %(day)s, %(from)s–%(to)s") % said + _zone(last)
    days = " – ".join(f"{formats.date_format(at, 'DATE_FORMAT')} {at:%H:%M}" for at in (first, last))
    return days + _zone(last)


def _zone(here: datetime) -> str:
    """Return the name of the zone for a reader whose time nobody knows."""
    is_known = timezone.get_current_timezone() != timezone.get_default_timezone()
    return "" if is_known else f" {here.tzname()}"
