"""The rules of a battle as one document: frozen when it is announced; anybody can compute its hash again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gamify.services import places
from rewards.models import Battle, BattleTeam
from rewards.scoring.tally import Rules

FORMAT = 2  # 1 named closed groups as open ones are


def document_of(battle: Battle) -> dict[str, Any]:
    """Return everything that binds the brand, as plain JSON.

    Queries: 1, or what is not yet loaded of it, and 1 a kind of place.
    """
    sides = _named(battle)
    names = places.named([side.scope for side in sides if side.scope], battle.rules_salt)
    told = dict(zip([side.scope for side in sides if side.scope], names, strict=True))
    return {
        "format": FORMAT,
        "battle": battle.public_id,
        "brand": battle.brand.slug,
        "campaign": battle.campaign.public_id if battle.campaign else None,
        "names": battle.names,
        "prizes": battle.prizes,
        "thanks": battle.thanks,
        "sides": [[side.names, told.get(side.scope, "")] for side in sides],
        "sources": battle.sources,
        "daily_cap": battle.daily_cap,
        "best_of": battle.best_of,
        "most_players": battle.most_players,
        "ties": "earliest",
        "starts_at": _written(battle.starts_at),
        "ends_at": _written(battle.ends_at),
    }


def are_kept(battle: Battle) -> bool:
    """Say whether it still says what was announced, and its teams are for those they were for.

    Queries: as `document_of`.
    """
    frozen, sides = battle.rules or {}, _named(battle)
    same = {name: frozen[name] for name in ("format", "sides")}
    is_said = document_of(battle) | same == frozen and len(sides) == len(frozen["sides"])
    return is_said and all(
        side.names == names and places.are_among([side.scope], [place], battle.rules_salt)
        for side, (names, place) in zip(sides, frozen["sides"], strict=True)
    )


def _named(battle: Battle) -> list[BattleTeam]:
    """Return the teams that the brand named, in order."""
    return [side for side in battle.teams.all() if side.buyteam_id is None]


def fold_rules(battle: Battle) -> Rules:
    """Return what the count must know, from what was frozen."""
    frozen = battle.rules or {}
    return Rules(frozen["sources"], frozen["daily_cap"], frozen["best_of"])


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
