"""The row of a plant, taken for oneself, and the topic of its page."""

from __future__ import annotations

from django.db.models import F

from rewards.models import Plant, Seed


def plant(pk: int) -> Plant:
    """Return the plant with its seed and brand, locked. Queries: 1."""
    rows = Plant.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("seed__brand").get(pk=pk)


def free(held: Plant) -> None:
    """Let the harvest that a plant kept go to another one."""
    Seed.objects.filter(pk=held.seed_id, taken__gt=0).update(taken=F("taken") - 1)


def topic(held: Plant) -> str:
    return f"plant:{held.pk}"
