"""Effects turned into ledger entries."""

from __future__ import annotations

from gamify import effects
from gamify.engine.decision import EARN, Entry
from gamify.engine.economy import Definition
from gamify.engine.happening import Happening


def grant(definition: Definition, happening: Happening) -> list[Entry]:
    """Return the ledger entries of a definition's effects, one a currency."""
    amounts: dict[str, int] = {}
    for spec in definition.effects:
        for given in effects.get(spec["kind"]).grants(spec):
            amounts[given.currency] = amounts.get(given.currency, 0) + given.amount
    at = happening.occurred_at
    return [
        Entry(happening.id, currency, amount, EARN, definition.source, happening.scope, at, at)
        for currency, amount in amounts.items()
    ]
