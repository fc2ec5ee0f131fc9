"""Give points of a currency: `{"kind": "points", "currency": "growth", "amount": 10}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gamify import effects

KEY = "points"
MOST = 10_000  # more in one effect is a slip of the pen


def check(spec: Mapping[str, Any], currencies: frozenset[str]) -> None:
    """Raise ValueError unless `spec` names a known currency and a sensible amount."""
    currency, amount = spec.get("currency"), spec.get("amount")
    if currency not in currencies:
        raise ValueError(f"points: unknown currency {currency!r}")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= MOST:
        raise ValueError(f"points: amount must be a whole number from 1 to {MOST}, not {amount!r}")


def grants(spec: Mapping[str, Any]) -> tuple[effects.Grant, ...]:
    """Return the one entry that `spec` makes."""
    return (effects.Grant(spec["currency"], spec["amount"]),)
