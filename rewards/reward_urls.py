"""Pages of the catalogue: what everybody sees, one's own redemptions, a brand's console and the staff's review."""

from django.urls import path

from rewards.views import (
    catalogue,
    pictures,
    redemptions,
    reward_builder,
    reward_console,
    reward_requests,
    reward_review,
)

_REWARD = "rewards/<slug:public_id>/"
_MINE = "rewards/mine/<slug:public_id>/"
_OWN = "brands/<slug:slug>/rewards/"
_OWN_REWARD = f"{_OWN}<slug:public_id>/"

urlpatterns = [
    path("rewards/", catalogue.index, name="reward-list"),
    path("rewards/mine/", redemptions.index, name="redemption-list"),
    path(_MINE, redemptions.detail, name="redemption"),
    path(f"{_MINE}cancel/", redemptions.cancel, name="redemption-cancel"),
    path(f"{_MINE}use/", redemptions.use, name="redemption-use"),
    path(f"{_MINE}address/", redemptions.say_where, name="redemption-address"),
    path(_REWARD, catalogue.detail, name="reward"),
    path(f"{_REWARD}<slug:stem>.webp", pictures.of_reward, name="reward-picture"),
    path(f"{_REWARD}<slug:stem>/small.webp", pictures.small_of_reward, name="reward-picture-small"),
    path(f"{_REWARD}own/", catalogue.own, name="reward-own"),
    path(f"{_REWARD}redeem/", catalogue.redeem, name="reward-redeem"),
    path(_OWN, reward_console.index, name="console-rewards"),
    path(f"{_OWN}new/", reward_console.create, name="console-reward-new"),
    path(_OWN_REWARD, reward_console.detail, name="console-reward"),
    path(f"{_OWN_REWARD}edit/", reward_builder.edit, name="console-reward-edit"),
    path(f"{_OWN_REWARD}submit/", reward_console.submit, name="console-reward-submit"),
    path(f"{_OWN_REWARD}pause/", reward_console.pause, name="console-reward-pause"),
    path(f"{_OWN_REWARD}resume/", reward_console.resume, name="console-reward-resume"),
    path(f"{_OWN_REWARD}close/", reward_console.close, name="console-reward-close"),
    path(f"{_OWN_REWARD}restock/", reward_console.restock, name="console-reward-restock"),
    path(f"{_OWN_REWARD}codes/", reward_console.add_codes, name="console-reward-codes"),
    path(f"{_OWN_REWARD}redemptions/", reward_requests.index, name="console-redemptions"),
    path(f"{_OWN_REWARD}redemptions.csv", reward_requests.table, name="console-redemptions-csv"),
    path(f"{_OWN_REWARD}redemptions/send/", reward_requests.send, name="console-redemptions-send"),
    path(f"{_OWN_REWARD}redemptions/<slug:redemption_id>/", reward_requests.answer, name="console-redemption"),
    path("review/rewards/", reward_review.index, name="review-rewards"),
    path("review/rewards/<slug:public_id>/", reward_review.detail, name="review-reward"),
]
