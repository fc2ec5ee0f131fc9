"""Taking rows of the catalogue for oneself, always in the order reward, redemption, player (`gamify` locks that)."""

from __future__ import annotations

from rewards.models import Redemption, Reward


def reward(pk: int) -> Reward:
    """Return the reward with its brand, locked. Queries: 1."""
    return Reward.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=pk)


def redemption(pk: int) -> Redemption:
    """Return the redemption with its reward, both locked, its member and hold. Queries: 3."""
    held = reward(Redemption.objects.values_list("reward_id", flat=True).get(pk=pk))
    rows = Redemption.objects.select_for_update(of=("self",), no_key=True).select_related("user", "hold__account")
    row = rows.get(pk=pk)
    row.reward = held
    return row
