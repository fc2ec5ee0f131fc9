"""When the clock was heard last: jobs leave a mark, so that somebody notices when beat or the workers are gone."""

from __future__ import annotations

import logging
import time

from django.core.cache import cache

KEY, KEPT_SECONDS = "clock:heard", 24 * 3600
LATE_SECONDS = 60
_log = logging.getLogger(__name__)


def beat() -> None:
    """Note that a job has just run; a lost cache harms no job."""
    try:
        cache.set(KEY, time.time(), KEPT_SECONDS)
    except Exception:  # whatever the client of the cache raises
        _log.debug("the pulse is not kept", exc_info=True)


def seconds_ago() -> int | None:
    """Return how long ago a job ran, None when nobody knows."""
    heard = cache.get(KEY)
    return None if heard is None else max(0, int(time.time() - heard))
