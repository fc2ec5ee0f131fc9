"""Tiers without a database: what a member holds for the growth they gained lately, and when it goes.

A level is for ever. A tier is for now: it comes with the growth of the last days, and goes a step at a time, never
without a warning that names the day (ADR on tiers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

WINDOW_DAYS = 90  # whole days in UTC, for everybody the same, the present one among them
GRACE = timedelta(days=14)  # between the warning and the step down


class Change(StrEnum):
    """What a review may find: risen, warned, out of danger again, fallen, or put elsewhere by a new edition."""

    ROSE = "rose"
    WARNED = "warned"
    KEPT = "kept"
    FELL = "fell"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Bar:
    """A tier by its key: who gains `enter` comes in, who gains `keep` stays, which is less."""

    key: str
    enter: int
    keep: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a member holds: a tier, "" for none, the growth that it took, and when it goes if nothing more is gained."""

    tier: str = ""
    enter: int = 0
    falls_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a review changes."""

    change: Change
    held: Held


def opens_on(today: date) -> date:
    """Return the first of the days that count on `today`."""
    return today - timedelta(days=WINDOW_DAYS - 1)


def counts_from(now: datetime) -> datetime:
    """Return the moment from which on growth counts at `now`."""
    return datetime.combine(opens_on(now.astimezone(UTC).date()), time(), UTC)


def review(
    held: Held, ladder: Sequence[Bar], gained: int, now: datetime, *, may_warn: bool, may_fall: bool
) -> Step | None:
    """Return the next step of a member who `gained` so much in the days that count, None when nothing changes.

    Args:
        ladder: the lowest first. may_warn: not while they are away and know already. may_fall: not while they rest.
    """
    here, reached = _place(held, ladder), _reached(ladder, gained)
    if reached > here:
        return _at(Change.ROSE, ladder, reached)
    if held.tier and (here < 0 or ladder[here].key != held.tier):
        return _at(Change.MOVED, ladder, here)
    if here < 0:
        return None
    if gained >= ladder[here].keep or not may_fall:
        return Step(Change.KEPT, _with(held, None)) if held.falls_at else None
    if held.falls_at is None:
        return Step(Change.WARNED, _with(held, now + GRACE)) if may_warn else None
    return _at(Change.FELL, ladder, here - 1) if held.falls_at <= now else None


def lasts_until(days: Mapping[date, int], keep: int, today: date) -> date:
    """Return the first day on which what was gained on `days` is below `keep` if nothing comes to it."""
    left = sum(gained for day, gained in days.items() if day >= opens_on(today))
    for passed in range(WINDOW_DAYS):
        if left < keep:
            return today + timedelta(days=passed)
        left -= days.get(opens_on(today) + timedelta(days=passed), 0)
    return today + timedelta(days=WINDOW_DAYS)


def _place(held: Held, ladder: Sequence[Bar]) -> int:
    """Return where the member stands: in their tier, or where it is gone in the next below what it took."""
    places = {bar.key: place for place, bar in enumerate(ladder)}
    return places.get(held.tier, _reached(ladder, held.enter) if held.tier else -1)


def _reached(ladder: Sequence[Bar], gained: int) -> int:
    return sum(bar.enter <= gained for bar in ladder) - 1


def _at(change: Change, ladder: Sequence[Bar], place: int) -> Step:
    return Step(change, Held(ladder[place].key, ladder[place].enter) if place >= 0 else Held())


def _with(held: Held, falls_at: datetime | None) -> Held:
    return Held(held.tier, held.enter, falls_at)
