"""When a message that was not taken is sent again."""

from __future__ import annotations

from datetime import timedelta

# Standard Webhooks' own: at once, then after these; ten tries in 75 h 35 min and 5 s, before chance is added.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_TRIES = len(PAUSES) + 1
SPREAD = 0.1


def pause_after(tries: int, *, chance: float) -> timedelta | None:
    """Return how long to wait after `tries` that failed, None after the last.

    Args: chance: from 0 to 1; up to a tenth is added, so that what failed together does not come again together.
    """
    if tries >= MOST_TRIES:
        return None
    return PAUSES[tries - 1] * (1 + SPREAD * chance)
