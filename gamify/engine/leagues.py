"""Leagues without a database: how many divisions are open, and who moves up, stays or moves down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SEATS = 20  # Duolingo and WB seat 30, Hiro leaves it open (spec of engines); on a phone twenty still are neighbours
DIVISIONS = 5
SHARE = 3  # one of so many moves up, and one down (WB: 33 % each way), which evens the divisions out by themselves
FEWEST_TO_FALL = 6
GRACE = timedelta(minutes=15)  # after the end of a week, for what was done in it and is recorded or decided late
LOWEST = 1


class Zone(StrEnum):
    """Where a place in a cohort leads."""

    UP = "up"
    STAY = "stay"
    DOWN = "down"


@dataclass(frozen=True)
class Zones:
    """How many of a cohort move up, and how many down."""

    up: int
    down: int


def open_divisions(players: int) -> int:
    """Return how many divisions so many players need: one for every full cohort there could be, and one.

    So a small community stays together in one league instead of being scattered over five.
    """
    return min(DIVISIONS, LOWEST + players // SEATS)


def zones(size: int, *, division: int, highest: int) -> Zones:
    """Return how many of `size` people in a cohort of `division` move, when `highest` is the highest that is open."""
    share = size // SHARE
    return Zones(
        up=share if division < highest else 0,
        down=share if division > LOWEST and size >= FEWEST_TO_FALL else 0,
    )


def even_size(people: int) -> int:
    """Return how many sit in each cohort when so many are spread over as few as can hold them."""
    return -(-people // -(-people // SEATS)) if people else SEATS


def deal(people: int, free: Sequence[int], size: int) -> list[int]:
    """Return how many of `people` sit down in each cohort: first those with `free` seats, then new of `size`."""
    dealt, left = [], people
    for room in free:
        dealt.append(min(room, left))
        left -= dealt[-1]
    while left:
        dealt.append(min(size, left))
        left -= dealt[-1]
    return dealt


def zone(position: int, size: int, found: Zones) -> Zone:
    """Return where `position` (the first is 1) of `size` leads."""
    if position <= found.up:
        return Zone.UP
    return Zone.DOWN if position > size - found.down else Zone.STAY


def led(before: int, after: int | None) -> Zone:
    """Return where a week led that began in one division and went on in another."""
    if after is None or after == before:
        return Zone.STAY
    return Zone.UP if after > before else Zone.DOWN


def following(division: int, where: Zone) -> int:
    """Return the division after a week that led to `where`."""
    return division + {Zone.UP: 1, Zone.STAY: 0, Zone.DOWN: -1}[where]
