"""Campaigns: what is sold, under which rules, and which teams one can join."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.orders import give_new
from rewards.api.shapes import campaigns as shapes, orders as order_shapes, teams as team_shapes
from rewards.models import Campaign
from rewards.selectors import campaigns as reads, lists
from rewards.services.buying import teams
from rewards.services.coupons import quoting

NEW_TEAM = {"size": 5, "plan_b": "move", "note": "Size 41", "name": "Tuesday jars", "is_listed": True}


def campaign_of(endpoint: Endpoint, public_id: str) -> Campaign:
    """Return the campaign if whoever asks may see it. Queries: 3. Raises: NotFound."""
    return reads.find(viewer=endpoint.viewer, public_id=public_id)


class Campaigns(Endpoint):
    """What is sold."""

    @operation(
        "campaign_list",
        "Buying",
        "Published campaigns, newest first",
        gives=shapes.CampaignCardPage,
        asks=[AFTER, asked("stage", "Only those that are so far.", enum=list(lists.STAGES))],
    )
    def get(self, request: Request) -> Response:
        stage = request.query_params.get("stage", "")
        found = lists.published(viewer=self.viewer, stage=stage, after=self.after)
        return self.give_page(shapes.CampaignCardPage, found.cards, found.next_cursor)


class OneCampaign(Endpoint):
    """A campaign."""

    @operation("campaign_read", "Buying", "A campaign: its story, ladder and stock", gives=shapes.CampaignSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        campaign = campaign_of(self, public_id)
        shown = shapes.Shown(reads.front(campaign=campaign), reads.board(pk=campaign.pk))
        return self.give(shapes.CampaignSerializer, shown)


class Rules(Endpoint):
    """What the brand is bound to."""

    @operation(
        "campaign_rules_read", "Buying", "The rules as they were frozen, with their hash", gives=shapes.RulesSerializer
    )
    def get(self, request: Request, public_id: str) -> Response:
        rules = getattr(campaign_of(self, public_id), "rules", None)
        if rules is None:
            raise errors.NotFound(code="rewards.rules_not_found")
        return self.give(shapes.RulesSerializer, rules)


class Teams(Endpoint):
    """Teams of a campaign."""

    @operation(
        "campaign_team_list",
        "Buying",
        "Teams that one can join, those that miss fewest people first",
        gives=team_shapes.TeamCardPage,
        asks=[AFTER],
    )
    def get(self, request: Request, public_id: str) -> Response:
        found = lists.forming(campaign=campaign_of(self, public_id), after=self.after)
        return self.give_page(team_shapes.TeamCardPage, found.cards, found.next_cursor)

    @operation(
        "team_open",
        "Buying",
        "Open a team, or buy alone; the answer is my order, which waits ten minutes to be paid",
        takes=team_shapes.NewTeamSerializer,
        gives=order_shapes.OrderSerializer,
        status=201,
        also=[200],
        example=NEW_TEAM,
        description="201 for a new order; 200 with the first one when the same Idempotency-Key made it before. Send "
        "the member to `payment.checkout_url`.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.JOIN, who=self.member.public_id, now=self.now)
        campaign = campaign_of(self, public_id)
        said = self.read(team_shapes.NewTeamSerializer)
        offer = said.pop("offer")
        with quoting.counted(user=self.member, now=self.now, is_on=bool(said["coupons"])):
            seat = teams.open(
                actor=self.member, campaign=campaign, key=self.key, offer_token=offer, now=self.now, **said
            )
        return give_new(self, seat)
