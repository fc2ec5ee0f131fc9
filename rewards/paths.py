"""Where things of buying together are seen. Inbox and activities keep these paths."""

from __future__ import annotations

from django.urls import reverse

from rewards.models import Battle, BuyTeam, Campaign, Offer, Payment, Plant, Redemption, Reward, Seat, Unlock


def of_campaign(campaign: Campaign) -> str:
    return reverse("rewards:campaign", args=[campaign.public_id])


def of_team(team: BuyTeam) -> str:
    return reverse("rewards:team", args=[team.public_id])


def of_order(seat: Seat) -> str:
    return reverse("rewards:order", args=[seat.public_id])


def of_offer(offer: Offer) -> str:
    return reverse("rewards:offer", args=[offer.token])


def of_return(payment: Payment) -> str:
    """Where the gateway's checkout sends its member back to."""
    return reverse("rewards:order-back", args=[payment.seat.public_id])


def of_battle(battle: Battle) -> str:
    return reverse("rewards:battle", args=[battle.public_id])


def of_story(battle: Battle) -> str:
    """What is left of a battle that is final: how it went, and what everybody gets."""
    return reverse("rewards:battle-story", args=[battle.public_id])


def of_plant(plant: Plant) -> str:
    return reverse("rewards:plant", args=[plant.public_id])


def of_reward(reward: Reward) -> str:
    return reverse("rewards:reward", args=[reward.public_id])


def of_redemption(redemption: Redemption) -> str:
    return reverse("rewards:redemption", args=[redemption.public_id])


def of_referrals() -> str:
    return reverse("rewards:referrals")


def of_coupons() -> str:
    return reverse("rewards:coupons")


def of_unlock(unlock: Unlock) -> str:
    """Its owner's page."""
    return reverse("rewards:unlock", args=[unlock.public_id])


def of_help(unlock: Unlock) -> str:
    """The page for friends: the link that its owner shares."""
    return reverse("rewards:help", args=[unlock.code])
