"""What the game may know of buying together: the teams that points were earned with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gamify.registry import Thing, things
from rewards import paths
from rewards.models import BuyTeam


def _teams(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """Teams have no secrets once one may have earned with them; a private team's page asks again who comes."""
    del viewer
    found = BuyTeam.objects.filter(pk__in=ids).select_related("campaign")
    return {str(team.pk): Thing(team.name or team.campaign.name, paths.of_team(team)) for team in found}


things.add("buyteam", _teams)
