"""What a place in a team costs. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rewards import ladder
from rewards.models import BuyTeam, Campaign, PriceTier


def each(campaign: Campaign, tiers: Sequence[PriceTier], *, size: int, people: int) -> int:
    """Return what each of a team of `size` pays when `people` buy, in minor units; the dearest step if too few do."""
    if size == 1 and campaign.single_minor is not None:
        return campaign.single_minor
    price = ladder.price_at(tiers, people)
    return max(tier.price_minor for tier in tiers) if price is None else price


def limit(team: BuyTeam, tiers: Sequence[PriceTier]) -> int:
    """Return the most that a seat of `team` can cost: its price when just as many buy as must."""
    return each(team.campaign, tiers, size=team.size, people=team.needed)


def needed(campaign: Campaign, size: int) -> int:
    """Return how many confirmed people make a team of `size` succeed without its brand's help."""
    if campaign.completion == Campaign.Completion.RATIO:
        return enough(campaign, size)
    return size


def enough(campaign: Campaign, size: int) -> int:
    """Return `ratio_percent` of `size` people, rounded up."""
    return -(-size * campaign.ratio_percent // 100)
