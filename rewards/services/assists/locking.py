"""Taking an unlock for oneself, always after its reward: so all that happens to one reward follows one another."""

from __future__ import annotations

from django.db.models import QuerySet

from rewards.models import Reward, Unlock
from rewards.services.catalogue import locking


def unlock(pk: int) -> Unlock:
    """Return the unlock with its reward, both locked, and its owner. Queries: 3."""
    return of(locking.reward(Unlock.objects.values_list("reward_id", flat=True).get(pk=pk)), pk)


def of(held: Reward, pk: int) -> Unlock:
    """Return an unlock of the locked reward, locked, with its owner. Queries: 1."""
    row = _rows().get(pk=pk)
    row.reward = held
    return row


def in_line(held: Reward, most: int) -> list[Unlock]:
    """Return those of the locked reward that wait for one, who was full first, locked. Queries: 1."""
    waiting = _rows().filter(reward=held, state=Unlock.State.WAITLISTED).order_by("reached_at", "pk")[:most]
    rows = list(waiting)
    for row in rows:
        row.reward = held
    return rows


def _rows() -> QuerySet[Unlock]:
    return Unlock.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
