"""Shares of credit in basis points, and money shared out by them to the last minor unit. Pure.

The remainder rule: everybody gets the floor of pool × share ÷ 10,000; the minor units that are left go one each to
those with the largest fractions that were cut off (the largest remainder, or Hamilton, method); equal fractions go to
the larger share first, then by the person's public id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WHOLE = 10_000


class NotWhole(ValueError):
    """The shares do not sum to 10,000 basis points, or one of them is no share."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one person gets, in minor units; `remainder` of it was left by rounding down."""

    person: str
    basis_points: int
    amount: int
    remainder: int


def check_whole(shares: Mapping[str, int]) -> None:
    """Raises: NotWhole."""
    if sum(shares.values()) != WHOLE or any(share < 0 for share in shares.values()):
        raise NotWhole(f"{sum(shares.values())} of {WHOLE}")


def share_out(pool: int, shares: Mapping[str, int]) -> tuple[Part, ...]:
    """Share `pool` minor units out, exactly; persons in the order of their ids.

    Raises: NotWhole; ValueError for a pool below nothing.
    """
    check_whole(shares)
    if pool < 0:
        raise ValueError("a pool is not below nothing")
    cut = {person: divmod(pool * share, WHOLE) for person, share in shares.items()}
    left = pool - sum(floor for floor, _ in cut.values())
    first = sorted(shares, key=lambda person: (-cut[person][1], -shares[person], person))[:left]
    return tuple(
        Part(person, shares[person], cut[person][0] + (person in first), int(person in first))
        for person in sorted(shares)
    )


def even(people: Sequence[str]) -> dict[str, int]:
    """Return equal shares that sum to the whole; the first ones get the odd basis points."""
    floor, left = divmod(WHOLE, len(people))
    return {person: floor + (number < left) for number, person in enumerate(people)}


def halve(shares: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """Return the shares of two proposals that became one: each side half of the whole, a person in both the sum."""
    people = sorted({*shares, *others})
    parts: dict[str, int] = dict.fromkeys(people, 0)
    for side in (shares, others):
        for part in share_out(WHOLE // 2, side):
            parts[part.person] += part.amount
    return parts
