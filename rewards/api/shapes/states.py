"""The states of everything that has some, each set named in the description by config/settings/api.py."""

from rewards.models import (
    Battle,
    BuyTeam,
    Campaign,
    Coupon,
    Offer,
    Payment,
    Plant,
    Redemption,
    Referral,
    Refund,
    Reward,
    Seat,
    Seed,
    Unlock,
    WaitEntry,
)

CAMPAIGN = Campaign.State.values
TEAM = BuyTeam.State.values
ORDER = Seat.State.values
PAYMENT = Payment.State.values
REFUND = Refund.State.values
WAIT = WaitEntry.State.values
OFFER = Offer.State.values
BATTLE = Battle.State.values
SEED = Seed.State.values
SEED_KIND = Seed.Kind.values
PLANT = Plant.State.values
REWARD = Reward.State.values
REWARD_KIND = Reward.Kind.values
REWARD_EXPIRY = Reward.Expiry.values
REDEMPTION = Redemption.State.values
COUPON = Coupon.State.values
COUPON_KIND = Coupon.Kind.values
REFERRAL = Referral.State.values
UNLOCK = Unlock.State.values
HELPERS_ARE = Reward.HelpersAre.values
