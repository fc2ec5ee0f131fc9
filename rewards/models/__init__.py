"""Buying together."""

from rewards.models.campaign import Campaign, CampaignPicture, FrozenRules, PriceTier
from rewards.models.delivery import DeliveryAddress
from rewards.models.fake import FakeCharge, FakeNotice
from rewards.models.machine import Event, Machine
from rewards.models.payment import GatewayCall, GatewayNotice, Payment, Refund
from rewards.models.team import BuyTeam, Seat
from rewards.models.waiting import Merger, MergerAnswer, Offer, WaitEntry

__all__ = [
    "BuyTeam",
    "Campaign",
    "CampaignPicture",
    "DeliveryAddress",
    "Event",
    "FakeCharge",
    "FakeNotice",
    "FrozenRules",
    "GatewayCall",
    "GatewayNotice",
    "Machine",
    "Merger",
    "MergerAnswer",
    "Offer",
    "Payment",
    "PriceTier",
    "Refund",
    "Seat",
    "WaitEntry",
]
