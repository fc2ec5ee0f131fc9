"""Give points of a currency: `{"kind": "points", "currency": "growth", "amount": 10}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gamify import effects

KEY = "points"
MOST = 10_000  # more in one effect is a slip of the pen


def check(spec: Mapping[str, Any], currencies: frozenset[str]) -> None:
    """Raise ValueError unless `spec` names a known currency and a sensible amount."""
    currency, amount = spec.get("currency"), spec.get("amount")
    if currency not in currencies:
        raise ValueError(_("%(effect)s: there is no currency called “%(name)s”.") % {"effect": KEY, "name": currency})
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= MOST:
        told = _("%(effect)s: %(name)s must be a whole number from %(least)s to %(most)s, not %(value)s.")
        raise ValueError(told % {"effect": KEY, "name": "amount", "least": 1, "most": MOST, "value": repr(amount)})


def grants(spec: Mapping[str, Any]) -> tuple[effects.Grant, ...]:
    """Return the one entry that `spec` makes."""
    return (effects.Grant(spec["currency"], spec["amount"]),)
