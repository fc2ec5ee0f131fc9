"""English dates: the month before the year for everybody, and the hour of the day out of 24 as the scripts write it."""

from __future__ import annotations

DATE_FORMAT = SHORT_DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "M j, Y, H:i"
TIME_FORMAT = "H:i"
