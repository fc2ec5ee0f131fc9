"""The catalogue and my redemptions."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.orders import ADDRESS
from rewards.api.shapes import rewards as shapes
from rewards.api.shapes.addresses import AddressSerializer
from rewards.models import Reward
from rewards.selectors import catalogue as reads, redemptions as mine
from rewards.services.buying.addresses import Address
from rewards.services.catalogue import answering, parcels, redeeming

TAG = "Rewards"


class Rewards(Endpoint):
    """What is offered."""

    @operation(
        "reward_list",
        TAG,
        "Rewards of the catalogue, newest first, with what keeps me from each",
        gives=shapes.RewardPage,
        asks=[AFTER, asked("kind", "Only those of this kind.", enum=list(Reward.Kind.values))],
    )
    def get(self, request: Request) -> Response:
        kind = request.query_params.get("kind", "")
        found = reads.page(viewer=self.viewer, kind=kind, after=self.after, now=self.now)
        return self.give_page(shapes.RewardPage, found.cards, found.next_cursor)


class OneReward(Endpoint):
    """A reward."""

    @operation("reward_read", TAG, "A reward; it stays readable when it is over", gives=shapes.RewardSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        reward = reads.find(viewer=self.viewer, public_id=public_id)
        return self.give(shapes.RewardSerializer, reads.card(viewer=self.viewer, reward=reward, now=self.now))


class Redeeming(MemberEndpoint):
    """Redeeming."""

    @operation(
        "reward_redeem",
        TAG,
        "Redeem spark for it: codes and benefits that nobody has to agree to are mine at once",
        takes=shapes.RedeemSerializer,
        gives=shapes.FullRedemptionSerializer,
        status=201,
        also=[200],
        example={"note": "Because of my tent."},
        description="201 for a new redemption; 200 with the first one when the same Idempotency-Key made it before. "
        "409 says which gate is shut.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.REDEEM, who=self.member.public_id, now=self.now)
        reward = reads.find(viewer=self.viewer, public_id=public_id)
        note = self.read(shapes.RedeemSerializer)["note"]
        made = redeeming.redeem(actor=self.member, reward=reward, key=self.key, note=note, now=self.now)
        return give_mine(self, made.public_id, 201 if made.reserved_at == self.now else 200)


class Redemptions(MemberEndpoint):
    """What I redeemed."""

    @operation("redemption_list", TAG, "My redemptions, newest first", gives=shapes.RedemptionPage, asks=[AFTER])
    def get(self, request: Request) -> Response:
        found = mine.listing(user=self.member, after=self.after)
        return self.give_page(shapes.RedemptionPage, found.rows, found.next_cursor)


class OneRedemption(MemberEndpoint):
    """A redemption of mine."""

    @operation(
        "redemption_read",
        TAG,
        "A redemption of mine with its code, address and every step",
        gives=shapes.FullRedemptionSerializer,
    )
    def get(self, request: Request, public_id: str) -> Response:
        return give_mine(self, public_id)

    @operation(
        "redemption_cancel",
        TAG,
        "Take it back until it is issued: the spark is there again",
        gives=shapes.FullRedemptionSerializer,
    )
    def delete(self, request: Request, public_id: str) -> Response:
        row = mine.find(user=self.member, public_id=public_id).redemption
        redeeming.cancel(actor=self.member, redemption=row, now=self.now)
        return give_mine(self, public_id)


class RedemptionAddress(MemberEndpoint):
    """Where it goes."""

    @operation(
        "redemption_address_update",
        TAG,
        "Say where its parcel goes, until it is sent",
        takes=AddressSerializer,
        gives=shapes.FullRedemptionSerializer,
        example=ADDRESS,
    )
    def put(self, request: Request, public_id: str) -> Response:
        row = mine.find(user=self.member, public_id=public_id).redemption
        said = Address(**self.read(AddressSerializer))
        parcels.say_where(actor=self.member, redemption=row, address=said, now=self.now)
        return give_mine(self, public_id)


class RedemptionUse(MemberEndpoint):
    """Using it."""

    @operation(
        "redemption_use", TAG, "Note that I used it, or that it has arrived", gives=shapes.FullRedemptionSerializer
    )
    def post(self, request: Request, public_id: str) -> Response:
        row = mine.find(user=self.member, public_id=public_id).redemption
        answering.use(by=self.member, redemption=row, now=self.now)
        return give_mine(self, public_id)


def give_mine(endpoint: MemberEndpoint, public_id: str, status: int = 200) -> Response:
    """Answer with a redemption of the caller's as it is by now."""
    found = mine.find(user=endpoint.member, public_id=public_id)
    return endpoint.give(shapes.FullRedemptionSerializer, found, status)
