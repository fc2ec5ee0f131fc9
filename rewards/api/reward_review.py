"""Rewards as staff review them."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.policies import require_staff
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.shapes import console as console_shapes, rewards as shapes
from rewards.models import Reward
from rewards.policies import Action
from rewards.selectors import reward_console as reads, roles
from rewards.services.catalogue import drafting


class ReviewRewards(MemberEndpoint):
    """What waits."""

    @operation("review_reward_list", "Review", "Rewards in review, longest waiting first", gives=shapes.OwnRewardPage)
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        return self.give_page(shapes.OwnRewardPage, reads.waiting_rewards(viewer=self.member))


class ReviewReward(MemberEndpoint):
    """A reward in review."""

    @operation(
        "review_reward_decide",
        "Review",
        "Put a reward into the catalogue, or send it back with a reason",
        takes=console_shapes.ReviewSerializer,
        gives=shapes.OwnRewardSerializer,
        example={"approve": True},
    )
    def post(self, request: Request, public_id: str) -> Response:
        require_staff(self.member)
        reward = Reward.objects.select_related("brand").filter(public_id=public_id).first()
        if reward is None:
            raise errors.NotFound(code="rewards.reward_not_found")
        roles.require(user=self.member, brand=reward.brand, action=Action.REVIEW)
        said = self.read(console_shapes.ReviewSerializer)
        if said["approve"]:
            found = drafting.approve(by=self.member, reward=reward, now=self.now)
        else:
            found = drafting.send_back(by=self.member, reward=reward, reason=said["reason"], now=self.now)
        return self.give(shapes.OwnRewardSerializer, found)
