"""How much of an order's money one person alone may give back: a limit for each currency, in its minor units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from lib.money import EXPONENTS

PLAIN = 500  # major units, where the operator has said nothing


def of(currency: str) -> int:
    """Return the limit in minor units; what the operator wrote counts only if it makes sense."""
    said = _read(_written().get(currency))
    return PLAIN * 10 ** EXPONENTS[currency] if said is None else said


def nonsense() -> list[str]:
    """Return what the operator wrote and nobody can mean: unknown currencies, amounts that are no whole number."""
    return [f"{name}={said}" for name, said in _written().items() if name not in EXPONENTS or _read(said) is None]


def _written() -> Mapping[str, Any]:
    found: Mapping[str, Any] = settings.HEARTH_REFUND_LIMITS
    return found


def _read(said: Any) -> int | None:
    """Return a limit as written, or None; 0 means that every refund needs two people."""
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
