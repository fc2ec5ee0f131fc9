"""What coupons take off a price. Pure: the terms are those that were frozen on the seat.

Amounts come first, then shares, each from what is left; among each kind the older coupon. What is left is never less
than banks charge, nor finer, so a discount may be smaller than its coupon says. A lower price never leaves more
to pay than a higher one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from rewards import charges

WHOLE = 10_000  # basis points
MOST_TOGETHER = 3


class Terms(TypedDict):
    """One coupon as it stands on a seat: `value` in minor units or basis points, `most` caps a share."""

    coupon: str
    names: dict[str, str]
    kind: str
    value: int
    most: int | None


def shares(terms: Sequence[Terms] | Sequence[dict[str, Any]], price_minor: int, currency: str) -> list[int]:
    """Return what each of `terms`, in their order, takes off the price."""
    rest, taken = price_minor, []
    for each in terms:
        off = each["value"]
        if each["kind"] == "percent":
            off = rest * each["value"] // WHOLE
            off = off if each["most"] is None else min(off, each["most"])
        left = charges.rounded_up(max(rest - off, charges.least(currency)), currency)
        taken.append(max(0, rest - left))
        rest = min(rest, left)
    return taken


def total(terms: Sequence[Terms] | Sequence[dict[str, Any]], price_minor: int, currency: str) -> int:
    """Return what all of them take off the price."""
    return sum(shares(terms, price_minor, currency)) if terms else 0
