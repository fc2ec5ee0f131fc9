"""What points and activities were about, of the game's own: challenges and seasons."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gamify import paths
from gamify.models import Challenge, Season
from gamify.registry import Thing, things
from gamify.selectors import seasons


def _challenges(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    found = Challenge.objects.visible_to(viewer).announced().filter(pk__in=ids)
    return {str(held.pk): Thing(held.name, paths.of_challenge(held)) for held in found}


def _seasons(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    del viewer  # everybody may see how one ended
    rows = Season.objects.filter(pk__in=ids).values_list("pk", "key")
    return {str(pk): Thing(seasons.name_of(key), paths.of_season(key)) for pk, key in rows}


things.add("challenge", _challenges)
things.add("season", _seasons)
