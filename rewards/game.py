"""What the game may know of buying together: the teams that points were earned with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gamify.registry import Thing, things
from rewards import paths
from rewards.models import Battle, BuyTeam


def _teams(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """Teams have no secrets once one may have earned with them; a private team's page asks again who comes."""
    del viewer
    found = BuyTeam.objects.filter(pk__in=ids).select_related("campaign")
    return {str(team.pk): Thing(team.name or team.campaign.name, paths.of_team(team)) for team in found}


def _battles(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """Whoever earned with a battle played in it; what was announced is public."""
    del viewer
    found = Battle.objects.filter(pk__in=ids)
    return {str(battle.pk): Thing(battle.name, paths.of_battle(battle)) for battle in found}


things.add("buyteam", _teams)
things.add("battle", _battles)
