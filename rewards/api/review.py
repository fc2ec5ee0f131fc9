"""Review by the staff of the site: campaigns before they are published, refunds above the limit."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.policies import require_staff
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.console import give_campaign, own_campaign
from rewards.api.shapes import console as shapes, orders as order_shapes, sold_orders
from rewards.policies import Action
from rewards.selectors import campaigns as pages, review as reads, roles
from rewards.services.buying import campaigns, extending
from rewards.services.money import refunds

TAG = "Review"


class Campaigns(MemberEndpoint):
    """What waits."""

    @operation(
        "review_campaign_list",
        TAG,
        "Campaigns in review, longest waiting first, 100 at most; read one as its brand does",
        gives=shapes.ReviewPage,
    )
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        return self.give_page(shapes.ReviewPage, reads.waiting_campaigns(viewer=self.member))


class OneCampaign(MemberEndpoint):
    """A campaign in review."""

    @operation(
        "review_campaign_decide",
        TAG,
        "Approve, which freezes the rules and publishes, or send back with a reason",
        takes=shapes.ReviewSerializer,
        gives=shapes.OwnCampaignSerializer,
        example={"approve": False, "reason": "Say how heavy it is."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        require_staff(self.member)
        campaign = pages.find(viewer=self.member, public_id=public_id)
        roles.require(user=self.member, brand=campaign.brand, action=Action.REVIEW)
        said = self.read(shapes.ReviewSerializer)
        if said["approve"]:
            campaigns.approve(by=self.member, campaign=campaign, now=self.now)
        else:
            campaigns.send_back(by=self.member, campaign=campaign, reason=said["reason"], now=self.now)
        return give_campaign(self, own_campaign(self, campaign.brand.slug, public_id))


class Resumption(MemberEndpoint):
    """Going on after a pause."""

    @operation(
        "review_campaign_resume",
        TAG,
        "Go on after a pause, with more hours for every forming team",
        takes=shapes.MoreTimeSerializer,
        gives=shapes.ExtensionSerializer,
        example={"hours": 24},
        description="A team gets less, or nothing, where a bank lets go of a hold before; its members are told.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        require_staff(self.member)
        campaign = pages.find(viewer=self.member, public_id=public_id)
        hours = self.read(shapes.MoreTimeSerializer)["hours"]
        found = extending.resume(by=self.member, campaign=campaign, hours=hours, now=self.now)
        return self.give(shapes.ExtensionSerializer, found)


class Refunds(MemberEndpoint):
    """Refunds that wait."""

    @operation(
        "review_refund_list",
        TAG,
        "Refunds that need a second person, oldest first, 100 at most",
        gives=sold_orders.RefundPage,
    )
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        waiting = reads.waiting_refunds(viewer=self.member)
        return self.give_page(sold_orders.RefundPage, [refund for refund, _amount, _may_agree in waiting])


class OneRefund(MemberEndpoint):
    """A refund that waits."""

    @operation(
        "review_refund_decide",
        TAG,
        "Agree to a refund, or refuse it; who asked for it may only refuse",
        takes=sold_orders.DecideRefundSerializer,
        gives=order_shapes.RefundSerializer,
        example={"approve": True},
    )
    def post(self, request: Request, pk: int) -> Response:
        refund = reads.get_refund(viewer=self.member, pk=pk)
        decide = refunds.agree if self.read(sold_orders.DecideRefundSerializer)["approve"] else refunds.refuse
        return self.give(order_shapes.RefundSerializer, decide(by=self.member, refund=refund, now=self.now))
