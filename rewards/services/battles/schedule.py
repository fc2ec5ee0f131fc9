"""The moments that a battle's clock brings by itself, in the order of time: a pure function of its window."""

from __future__ import annotations

from datetime import datetime, timedelta

from rewards.models import Battle

HALFWAY, LAST_HOUR, LAST_MINUTE = "halfway", "last_hour", "last_minute"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOST = 3
Moments = tuple[tuple[str, datetime], ...]


def moments(battle: Battle) -> Moments:
    """Return what comes between beginning and end; a last hour that begins before the middle is none of its own."""
    if battle.starts_at is None or battle.ends_at is None:
        return ()
    middle = battle.starts_at + (battle.ends_at - battle.starts_at) / 2
    found = (HALFWAY, middle), (LAST_HOUR, battle.ends_at - HOUR), (LAST_MINUTE, battle.ends_at - MINUTE)
    return tuple((name, at) for name, at in found if name == HALFWAY or at > middle)


def passed(battle: Battle, now: datetime) -> Moments:
    """Return those that have come by `now`."""
    return tuple((name, at) for name, at in moments(battle) if at <= now)
