"""Endpoints of the catalogue."""

from __future__ import annotations

from django.urls import path

from rewards.api import reward_answers, reward_console, reward_review, rewards

_ONE = "rewards/<str:public_id>"
_MINE = "redemptions/<str:public_id>"
_OWN = "brands/<str:slug>/rewards/<str:public_id>"
_ASKED = f"{_OWN}/redemptions/<str:redemption_id>"

urlpatterns = [
    path("rewards", rewards.Rewards.as_view(), name="api-rewards"),
    path(_ONE, rewards.OneReward.as_view(), name="api-reward"),
    path(f"{_ONE}/redemptions", rewards.Redeeming.as_view(), name="api-reward-redeem"),
    path("redemptions", rewards.Redemptions.as_view(), name="api-redemptions"),
    path(_MINE, rewards.OneRedemption.as_view(), name="api-redemption"),
    path(f"{_MINE}/address", rewards.RedemptionAddress.as_view(), name="api-redemption-address"),
    path(f"{_MINE}/use", rewards.RedemptionUse.as_view(), name="api-redemption-use"),
    path("brands/<str:slug>/rewards", reward_console.OwnRewards.as_view(), name="api-own-rewards"),
    path(_OWN, reward_console.OwnReward.as_view(), name="api-own-reward"),
    path(f"{_OWN}/submission", reward_console.RewardSubmission.as_view(), name="api-own-reward-submission"),
    path(f"{_OWN}/pause", reward_console.RewardPause.as_view(), name="api-own-reward-pause"),
    path(f"{_OWN}/closing", reward_console.RewardClosing.as_view(), name="api-own-reward-closing"),
    path(f"{_OWN}/stock", reward_console.RewardStock.as_view(), name="api-own-reward-stock"),
    path(f"{_OWN}/codes", reward_console.RewardCodes.as_view(), name="api-own-reward-codes"),
    path(f"{_OWN}/redemptions", reward_answers.Asked.as_view(), name="api-own-redemptions"),
    path(f"{_ASKED}/answer", reward_answers.RedemptionAnswer.as_view(), name="api-own-redemption-answer"),
    path(f"{_ASKED}/shipment", reward_answers.RedemptionShipment.as_view(), name="api-own-redemption-shipment"),
    path("review/rewards", reward_review.ReviewRewards.as_view(), name="api-review-rewards"),
    path("review/rewards/<str:public_id>", reward_review.ReviewReward.as_view(), name="api-review-reward"),
]
