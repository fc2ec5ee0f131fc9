"""What coupons take off a price. Pure: the terms are those that were frozen on the seat.

Amounts come first, then shares, each from what is left; among each kind the older coupon. What is left never falls
below the least that banks charge, so a discount may be smaller than its coupon says. A lower price never leaves more
to pay than a higher one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from lib.money import EXPONENTS

WHOLE = 10_000  # basis points
MOST_TOGETHER = 3
# In minor units. Source: Stripe's minimum charges (2026); where it names none, what 0.50 USD comes to, rounded up.
LEAST_CHARGE = {"CNY": 400, "EUR": 50, "GBP": 30, "USD": 50, "HKD": 400, "JPY": 50, "KRW": 800, "KWD": 200}


class Terms(TypedDict):
    """One coupon as it stands on a seat: `value` in minor units or basis points, `most` caps a share."""

    coupon: str
    names: dict[str, str]
    kind: str
    value: int
    most: int | None


def least_charge(currency: str) -> int:
    """Return the least that is charged, in minor units."""
    return LEAST_CHARGE.get(currency, 5 * 10 ** EXPONENTS[currency])


def shares(terms: Sequence[Terms] | Sequence[dict[str, Any]], price_minor: int, currency: str) -> list[int]:
    """Return what each of `terms`, in their order, takes off the price."""
    rest, taken = price_minor, []
    for each in terms:
        off = each["value"]
        if each["kind"] == "percent":
            off = rest * each["value"] // WHOLE
            off = off if each["most"] is None else min(off, each["most"])
        off = max(0, min(off, rest - least_charge(currency)))
        taken.append(off)
        rest -= off
    return taken


def total(terms: Sequence[Terms] | Sequence[dict[str, Any]], price_minor: int, currency: str) -> int:
    """Return what all of them take off the price."""
    return sum(shares(terms, price_minor, currency)) if terms else 0


def in_order(terms: Iterable[Terms]) -> list[Terms]:
    """Return terms, the oldest coupon's first, in the order in which they are taken off."""
    return sorted(terms, key=lambda each: each["kind"] == "percent")
