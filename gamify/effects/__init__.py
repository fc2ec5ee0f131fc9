"""What definitions can give. One file a kind; a new one is imported at the end of this file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lib import signatures


@dataclass(frozen=True)
class Grant:
    """Whole points of one currency to be entered into the ledger."""

    currency: str
    amount: int


@dataclass(frozen=True)
class Effect:
    """A kind of effect: `check(spec, currencies)` raises ValueError, `grants(spec)` says what it gives."""

    key: str
    check: Callable[[Mapping[str, Any], frozenset[str]], None]
    grants: Callable[[Mapping[str, Any]], tuple[Grant, ...]]


_effects: dict[str, Effect] = {}


def add(effect: Effect) -> None:
    """Register `effect`; a key can be taken once."""
    if effect.key in _effects:
        raise ValueError(f"effect {effect.key} is registered twice")
    signatures.check(f"effect {effect.key}", effect.check, ["spec", "currencies"])
    signatures.check(f"effect {effect.key}", effect.grants, ["spec"])
    _effects[effect.key] = effect


def get(key: str) -> Effect:
    """Return the effect kind named `key`; raises ValueError when there is none."""
    if key not in _effects:
        told = _("There is no effect called “%(name)s”, but %(known)s.")
        raise ValueError(told % {"name": key, "known": ", ".join(sorted(_effects))})
    return _effects[key]


def every() -> tuple[Effect, ...]:
    """Return all kinds in the order they were added."""
    return tuple(_effects.values())


from gamify.effects import points  # noqa: E402

add(Effect(points.KEY, points.check, points.grants))
