"""Coupons: what a place costs with them, mine, and those of a brand I work for."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.campaigns import campaign_of
from rewards.api.shapes import console as console_shapes, coupons as shapes
from rewards.api.shapes.drafts import CHANGED
from rewards.api.teams import team_of
from rewards.models import Coupon
from rewards.policies import Action
from rewards.selectors import coupons as reads, roles
from rewards.services.coupons import codes, drafting, quoting
from rewards.services.coupons.terms import Terms

TAG = "Brands"
EXAMPLE = {
    "names": {"en": "Spring thanks", "zh-hans": "春日谢礼"},
    "kind": "percent",
    "value": 1250,
    "most_minor": 2000,
    "code": "SPRING26",
    "max_uses": 200,
    "stacks": True,
}


def own_coupon(endpoint: MemberEndpoint, slug: str, public_id: str, action: Action = Action.SEE) -> Coupon:
    """Return the coupon if whoever asks may take `action` in it. Raises: NotFound, NotAllowed."""
    return roles.access_coupon(user=endpoint.viewer, slug=slug, public_id=public_id, action=action)[0]


class Quotes(MemberEndpoint):
    """What it would cost."""

    @operation(
        "coupon_quote",
        "Buying",
        "What a place costs at most with these coupons; nothing is held by asking",
        takes=shapes.QuoteAskSerializer,
        gives=shapes.QuoteSerializer,
        example={"size": 3, "coupons": ["SPRING26"]},
        description="409 `rewards.coupon_…` says which coupon does not go (`data.coupon`) and why. A code that is "
        "somebody else's is as unknown as one that does not exist, and wrong ones are counted: 429 after 20 in ten "
        "minutes.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        campaign = campaign_of(self, public_id)
        said = self.read(shapes.QuoteAskSerializer)
        team = team_of(self, said["team"], said["invite"]) if said["team"] else None
        if team and team.campaign_id != campaign.pk:
            raise errors.NotFound(code="rewards.team_not_found")
        size = said["size"] or max(campaign.sizes, default=1)
        found = quoting.quote(
            user=self.member, campaign=campaign, team=team, size=size, coupons=said["coupons"], now=self.now
        )
        return self.give(shapes.QuoteSerializer, found)


class Mine(MemberEndpoint):
    """My coupons."""

    @operation("coupon_list", "Me", "Coupons that I was given or put on orders, 100 at most", gives=shapes.MyCouponPage)
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.MyCouponPage, reads.mine(user=self.member, now=self.now))


class OwnCoupons(MemberEndpoint):
    """All of a brand's."""

    @operation(
        "own_coupon_list",
        TAG,
        "The coupons of a brand I work for, newest first",
        gives=shapes.OwnCouponPage,
        asks=[AFTER],
    )
    def get(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.viewer, slug=slug)
        found = reads.of_brand(brand=brand, after=self.after)
        return self.give_page(shapes.OwnCouponPage, found.rows, found.next_cursor)

    @operation(
        "own_coupon_draft",
        TAG,
        "Begin a coupon, as unfinished as I like",
        takes=shapes.CouponTermsSerializer,
        gives=shapes.OwnCouponSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.viewer, slug=slug, action=Action.WRITE)
        terms = Terms(**self.read(shapes.CouponTermsSerializer))
        made = drafting.draft(by=self.member, brand=brand, terms=terms, now=self.now)
        return self.give(shapes.OwnCouponSerializer, made, 201)


class OwnCoupon(MemberEndpoint):
    """A coupon."""

    @operation("own_coupon_read", TAG, "A coupon and how it goes", gives=shapes.FullCouponSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return self.give(shapes.FullCouponSerializer, own_coupon(self, slug, public_id))

    @operation(
        "own_coupon_update",
        TAG,
        "Change a draft",
        takes=shapes.CouponEditSerializer,
        gives=shapes.FullCouponSerializer,
        example={**EXAMPLE, "version": "9f2c61d0aa37be04"},
        description=CHANGED,
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        coupon = own_coupon(self, slug, public_id, Action.WRITE)
        said = self.read(shapes.CouponEditSerializer)
        seen = said.pop("version")
        found = drafting.edit(by=self.member, coupon=coupon, terms=Terms(**said), seen=seen, now=self.now)
        return self.give(shapes.FullCouponSerializer, found)


class CouponOpening(MemberEndpoint):
    """Putting it into use."""

    @operation(
        "own_coupon_open", TAG, "Put a draft into use; its terms stand from now on", gives=shapes.OwnCouponSerializer
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        coupon = own_coupon(self, slug, public_id, Action.WRITE)
        return self.give(shapes.OwnCouponSerializer, drafting.open(by=self.member, coupon=coupon, now=self.now))


class CouponPause(MemberEndpoint):
    """Pausing and going on."""

    @operation(
        "own_coupon_pause",
        TAG,
        "Let nobody else use it for now, or go on; places that have it keep it",
        takes=shapes.PauseCouponSerializer,
        gives=shapes.OwnCouponSerializer,
        example={"is_paused": True},
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        coupon = own_coupon(self, slug, public_id, Action.PAUSE)
        step = drafting.pause if self.read(shapes.PauseCouponSerializer)["is_paused"] else drafting.resume
        return self.give(shapes.OwnCouponSerializer, step(by=self.member, coupon=coupon, now=self.now))


class CouponRevocation(MemberEndpoint):
    """Stopping it."""

    @operation(
        "own_coupon_revoke",
        TAG,
        "Stop it for good; places that have it keep it",
        takes=console_shapes.EndSerializer,
        gives=shapes.OwnCouponSerializer,
        example={"reason": "The code was posted where it should not be."},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        coupon = own_coupon(self, slug, public_id, Action.CANCEL)
        reason = self.read(console_shapes.EndSerializer)["reason"]
        found = drafting.revoke(by=self.member, coupon=coupon, reason=reason, now=self.now)
        return self.give(shapes.OwnCouponSerializer, found)


class CouponUses(MemberEndpoint):
    """More uses."""

    @operation(
        "own_coupon_allow_more",
        TAG,
        "Let it be used more often; fewer was never promised",
        takes=shapes.MoreUsesSerializer,
        gives=shapes.OwnCouponSerializer,
        example={"more": 50},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        coupon = own_coupon(self, slug, public_id, Action.WRITE)
        more = self.read(shapes.MoreUsesSerializer)["more"]
        return self.give(shapes.OwnCouponSerializer, drafting.allow_more(by=self.member, coupon=coupon, more=more))


class CouponCodes(MemberEndpoint):
    """Single codes."""

    @operation(
        "own_coupon_codes_make",
        TAG,
        "Make single codes; they are downloaded once, on the site, and stand in no answer",
        takes=shapes.MoreCodesSerializer,
        gives=shapes.OwnCouponSerializer,
        example={"number": 100},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        coupon = own_coupon(self, slug, public_id, Action.WRITE)
        number = self.read(shapes.MoreCodesSerializer)["number"]
        found = codes.make(by=self.member, coupon=coupon, number=number, now=self.now)
        return self.give(shapes.OwnCouponSerializer, found)
