"""A brand's rewards: writing, codes, answering, sending; and their review by staff."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.shapes import console as console_shapes, rewards as shapes
from rewards.api.shapes.drafts import CHANGED
from rewards.models import Reward
from rewards.policies import Action, may
from rewards.selectors import parts, redemptions as reads
from rewards.selectors.review import require_staff
from rewards.services.catalogue import answering, codes, drafting
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
    return parts.access_reward(user=endpoint.viewer, slug=slug, public_id=public_id, action=action)[0]


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
        brand, _part = parts.access_brand(user=self.viewer, slug=slug)
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
        brand, _part = parts.access_brand(user=self.viewer, slug=slug, action=Action.WRITE)
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


class Asked(MemberEndpoint):
    """Who redeemed it."""

    @operation(
        "own_redemption_list",
        TAG,
        "The redemptions of a reward, oldest first",
        gives=shapes.AskedPage,
        asks=[AFTER, asked("stage", "`answer` if left out.", enum=list(reads.STAGES))],
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        reward, part = parts.access_reward(user=self.viewer, slug=slug, public_id=public_id)
        stage = request.query_params.get("stage", "")
        stage = stage if stage in reads.STAGES else "answer"
        found = reads.page(reward=reward, stage=stage, may_ship=may(Action.SHIP, part), after=self.after)
        return self.give_page(shapes.AskedPage, found.rows, found.next_cursor)


class RedemptionAnswer(MemberEndpoint):
    """An answer."""

    @operation(
        "own_redemption_answer",
        TAG,
        "Grant, refuse, mark as used, or take back",
        takes=shapes.AnswerSerializer,
        gives=shapes.AskedSerializer,
        example={"answer": "reject", "reason": "Ewan is ill this month."},
    )
    def post(self, request: Request, slug: str, public_id: str, redemption_id: str) -> Response:
        reward = own_reward(self, slug, public_id)
        row = reads.get(reward=reward, public_id=redemption_id)
        said = self.read(shapes.AnswerSerializer)
        step = getattr(answering, said["answer"])
        more = {"reason": said["reason"]} if said["answer"] in ("reject", "reverse") else {}
        done = step(by=self.member, redemption=row, now=self.now, **more)
        return self.give(shapes.AskedSerializer, reads.Line(done, None))


class RedemptionShipment(MemberEndpoint):
    """Sending."""

    @operation(
        "own_redemption_ship",
        TAG,
        "Note that its parcel is on its way; again changes nothing. 409 while its address is missing",
        takes=console_shapes.ShipmentSerializer,
        gives=shapes.AskedSerializer,
        example={"note": "SF 1402 7719 306"},
    )
    def post(self, request: Request, slug: str, public_id: str, redemption_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.SHIP)
        row = reads.get(reward=reward, public_id=redemption_id)
        note = self.read(console_shapes.ShipmentSerializer)["note"]
        done = answering.send(by=self.member, redemption=row, note=note, now=self.now)
        return self.give(shapes.AskedSerializer, reads.Line(done, None))


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
        parts.require(user=self.member, brand=reward.brand, action=Action.REVIEW)
        said = self.read(console_shapes.ReviewSerializer)
        if said["approve"]:
            found = drafting.approve(by=self.member, reward=reward, now=self.now)
        else:
            found = drafting.send_back(by=self.member, reward=reward, reason=said["reason"], now=self.now)
        return self.give(shapes.OwnRewardSerializer, found)
