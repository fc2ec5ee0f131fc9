"""Taking rows of the catalogue for oneself, always in the order reward, unlock, redemption, player (`gamify`'s)."""

from __future__ import annotations

from rewards.models import Redemption, Reward


def reward(pk: int) -> Reward:
    """Return the reward with its brand, locked. Queries: 1."""
    return Reward.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=pk)


def redemption(pk: int) -> Redemption:
    """Return the redemption with its reward, both locked, its member and hold. Queries: 3."""
    return redemption_of(reward(Redemption.objects.values_list("reward_id", flat=True).get(pk=pk)), pk)


def redemption_of(held: Reward, pk: int) -> Redemption:
    """Return a redemption of the locked reward, locked, its member and hold. Queries: 1."""
    rows = Redemption.objects.select_for_update(of=("self",), no_key=True).select_related("user", "hold__account")
    row = rows.get(pk=pk)
    row.reward = held
    return row
