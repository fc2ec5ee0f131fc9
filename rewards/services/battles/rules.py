"""The rules of a battle as one document: frozen when it is announced; anybody can compute its hash again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rewards.models import Battle
from rewards.scoring.tally import Rules

FORMAT = 1


def document_of(battle: Battle) -> dict[str, Any]:
    """Return everything that binds the brand, as plain JSON. Queries: 1, or what is not yet loaded of it."""
    sides = [[side.names, side.scope] for side in battle.teams.all() if side.buyteam_id is None]
    return {
        "format": FORMAT,
        "battle": battle.public_id,
        "brand": battle.brand.slug,
        "campaign": battle.campaign.public_id if battle.campaign else None,
        "names": battle.names,
        "prizes": battle.prizes,
        "thanks": battle.thanks,
        "sides": sides,
        "sources": battle.sources,
        "daily_cap": battle.daily_cap,
        "best_of": battle.best_of,
        "most_players": battle.most_players,
        "ties": "earliest",
        "starts_at": _written(battle.starts_at),
        "ends_at": _written(battle.ends_at),
    }


def fold_rules(battle: Battle) -> Rules:
    """Return what the count must know, from what was frozen."""
    frozen = battle.rules or {}
    return Rules(frozen["sources"], frozen["daily_cap"], frozen["best_of"])


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
