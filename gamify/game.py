"""What the game may know of challenges: what points and activities were about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gamify import paths
from gamify.models import Challenge
from gamify.registry import Thing, things


def _challenges(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    found = Challenge.objects.visible_to(viewer).announced().filter(pk__in=ids)
    return {str(held.pk): Thing(held.name, paths.of_challenge(held)) for held in found}


things.add("challenge", _challenges)
