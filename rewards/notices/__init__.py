"""What members are told of buying together. Each module adds its kinds to the inbox's registry."""

from rewards.notices import (  # noqa: F401
    battles,
    campaigns,
    coupons,
    garden,
    money,
    orders,
    redemptions,
    referrals,
    shipping,
    teams,
    unlocks,
)
