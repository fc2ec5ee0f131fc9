"""A brand's rewards: writing, handing in, codes, stock."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.shapes import console as console_shapes, rewards as shapes
from rewards.api.shapes.drafts import CHANGED
from rewards.models import Reward
from rewards.policies import Action
from rewards.selectors import reward_console as reads, roles
from rewards.services.catalogue import codes, drafting
from rewards.services.catalogue.terms import Terms

TAG = "Brands"
EXAMPLE = {
    "names": {"en": "An hour with Ewan", "zh-hans": "和 Ewan 聊一小时"},
    "stories": {"en": "He mends tents, and listens."},
    "hows": {"en": "He writes to you to find a time."},
    "kind": "benefit",
    "price": 120,
    "stock": 4,
    "needs_approval": True,
}


def own_reward(endpoint: MemberEndpoint, slug: str, public_id: str, action: Action = Action.SEE) -> Reward:
    """Return the reward if whoever asks may take `action` in it. Raises: NotFound, NotAllowed."""
    return roles.access_reward(user=endpoint.viewer, slug=slug, public_id=public_id, action=action)[0]


class OwnRewards(MemberEndpoint):
    """All of a brand's."""

    @operation(
        "own_reward_list",
        TAG,
        "The rewards of a brand I work for, newest first",
        gives=shapes.OwnRewardPage,
        asks=[AFTER],
    )
    def get(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.viewer, slug=slug)
        found = reads.of_brand(brand=brand, after=self.after)
        return self.give_page(shapes.OwnRewardPage, [row.reward for row in found.rows], found.next_cursor)

    @operation(
        "own_reward_draft",
        TAG,
        "Begin a reward, as unfinished as I like",
        takes=shapes.RewardTermsSerializer,
        gives=shapes.OwnRewardSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.viewer, slug=slug, action=Action.WRITE)
        terms = Terms(**self.read(shapes.RewardTermsSerializer))
        made = drafting.draft(by=self.member, brand=brand, terms=terms, now=self.now)
        return self.give(shapes.OwnRewardSerializer, made, 201)


class OwnReward(MemberEndpoint):
    """A reward."""

    @operation("own_reward_read", TAG, "A reward as its brand sees it", gives=shapes.OwnRewardSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return self.give(shapes.OwnRewardSerializer, own_reward(self, slug, public_id))

    @operation(
        "own_reward_update",
        TAG,
        "Change a draft",
        takes=shapes.RewardEditSerializer,
        gives=shapes.OwnRewardSerializer,
        example={**EXAMPLE, "version": "9f2c61d0aa37be04"},
        description=CHANGED,
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.WRITE)
        said = self.read(shapes.RewardEditSerializer)
        seen = said.pop("version")
        kept = drafting.edit(by=self.member, reward=reward, terms=Terms(**said), seen=seen)
        return self.give(shapes.OwnRewardSerializer, kept)


class RewardSubmission(MemberEndpoint):
    """Handing in."""

    @operation("own_reward_submit", TAG, "Hand a reward in for review", gives=shapes.OwnRewardSerializer)
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.WRITE)
        return self.give(shapes.OwnRewardSerializer, drafting.submit(by=self.member, reward=reward, now=self.now))


class RewardPause(MemberEndpoint):
    """Pausing and going on."""

    @operation(
        "own_reward_pause",
        TAG,
        "Let nobody redeem it for now, with a reason; or go on",
        takes=console_shapes.PauseSerializer,
        gives=shapes.OwnRewardSerializer,
        example={"is_paused": True, "reason": "Ewan travels."},
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.PAUSE)
        said = self.read(console_shapes.PauseSerializer)
        if said["is_paused"]:
            found = drafting.pause(by=self.member, reward=reward, reason=said["reason"], now=self.now)
        else:
            found = drafting.resume(by=self.member, reward=reward, now=self.now)
        return self.give(shapes.OwnRewardSerializer, found)


class RewardClosing(MemberEndpoint):
    """Taking it out."""

    @operation(
        "own_reward_close",
        TAG,
        "Take it out of the catalogue for good; what was redeemed stays redeemed",
        takes=console_shapes.EndSerializer,
        gives=shapes.OwnRewardSerializer,
        example={"reason": "He moves away."},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.CANCEL)
        reason = self.read(console_shapes.EndSerializer)["reason"]
        found = drafting.close(by=self.member, reward=reward, reason=reason, now=self.now)
        return self.give(shapes.OwnRewardSerializer, found)


class RewardStock(MemberEndpoint):
    """More of it."""

    @operation(
        "own_reward_restock",
        TAG,
        "Add more of it; what was promised never becomes less",
        takes=shapes.StockSerializer,
        gives=shapes.OwnRewardSerializer,
        example={"more": 5},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.WRITE)
        more = self.read(shapes.StockSerializer)["more"]
        found = drafting.restock(by=self.member, reward=reward, more=more, now=self.now)
        return self.give(shapes.OwnRewardSerializer, found)


class RewardCodes(MemberEndpoint):
    """Codes."""

    @operation(
        "own_reward_codes_add",
        TAG,
        "Add codes; each is handed out once and read by its owner only",
        takes=shapes.CodesSerializer,
        gives=shapes.CodesAddedSerializer,
        example={"codes": ["TEA-0417", "TEA-0421"]},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.WRITE)
        found = self.read(shapes.CodesSerializer)["codes"]
        added = codes.add_all(by=self.member, reward=reward, found=found, now=self.now)
        return self.give(shapes.CodesAddedSerializer, added)
