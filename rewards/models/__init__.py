"""Buying together."""

from rewards.models.album import AlbumPicture, AlbumReport
from rewards.models.assist import LIVE_UNLOCK, Assist, AssistReversal, Unlock
from rewards.models.battle import Battle, BattlePlayer, BattleResult, BattleTeam, Objection, ScoreEvent
from rewards.models.campaign import Campaign, CampaignPicture, FirstBuyer, FrozenRules, PriceTier
from rewards.models.coupon import Coupon, CouponCode, CouponUse
from rewards.models.delivery import DeliveryAddress, Whereabouts
from rewards.models.fake import FakeCharge, FakeNotice
from rewards.models.garden import Plant, Seed, Watering
from rewards.models.machine import Event, Machine
from rewards.models.payment import GatewayCall, GatewayNotice, Payment, Refund
from rewards.models.prize import PrizeStock
from rewards.models.referral import Referral, ReferralLink
from rewards.models.reward import Redemption, RedemptionAddress, Reward, RewardCode
from rewards.models.team import BuyTeam, Seat
from rewards.models.waiting import Merger, MergerAnswer, Offer, WaitEntry

__all__ = [
    "LIVE_UNLOCK",
    "AlbumPicture",
    "AlbumReport",
    "Assist",
    "AssistReversal",
    "Battle",
    "BattlePlayer",
    "BattleResult",
    "BattleTeam",
    "BuyTeam",
    "Campaign",
    "CampaignPicture",
    "Coupon",
    "CouponCode",
    "CouponUse",
    "DeliveryAddress",
    "Event",
    "FakeCharge",
    "FakeNotice",
    "FirstBuyer",
    "FrozenRules",
    "GatewayCall",
    "GatewayNotice",
    "Machine",
    "Merger",
    "MergerAnswer",
    "Objection",
    "Offer",
    "Payment",
    "Plant",
    "PriceTier",
    "PrizeStock",
    "Redemption",
    "RedemptionAddress",
    "Referral",
    "ReferralLink",
    "Refund",
    "Reward",
    "RewardCode",
    "ScoreEvent",
    "Seat",
    "Seed",
    "Unlock",
    "WaitEntry",
    "Watering",
    "Whereabouts",
]
