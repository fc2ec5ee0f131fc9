"""A brand's campaigns: writing, handing in, pausing, ending."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from rewards.api.shapes import console as shapes
from rewards.api.shapes.drafts import CHANGED
from rewards.models import Campaign
from rewards.policies import Action
from rewards.selectors import campaigns as pages, console as reads, roles
from rewards.services import drafts
from rewards.services.buying import campaigns
from rewards.services.buying.terms import Terms, Tier, lacks

TAG = "Brands"
EXAMPLE = {
    "names": {"en": "Tea tin", "zh-hans": "茶罐"},
    "stories": {"en": "Made by hand in Ningbo."},
    "currency": "CNY",
    "tiers": [{"min_people": 3, "price_minor": 16800}, {"min_people": 5, "price_minor": 13800}],
    "sizes": [3, 5],
    "stock": 40,
    "closes_at": "2027-03-01T12:00:00Z",
}


def own_campaign(endpoint: Endpoint, slug: str, public_id: str, action: Action = Action.SEE) -> Campaign:
    """Return the campaign if whoever asks may take `action` in it. Raises: NotFound, NotAllowed."""
    return roles.access_campaign(user=endpoint.viewer, slug=slug, public_id=public_id, action=action)[0]


def give_campaign(endpoint: Endpoint, campaign: Campaign, status: int = 200) -> Response:
    """Answer with the campaign as its brand sees it. Queries: 13."""
    tiers = campaigns.tiers_of(campaign)
    pictures = zip(campaign.pictures.all(), pages.pictures_of(campaign), strict=True)
    shown = shapes.Written(
        campaign=campaign,
        tiers=tiers,
        pictures=tuple({"id": row.pk, **asdict(picture)} for row, picture in pictures),
        figures=reads.figures(campaign=campaign),
        version=drafts.version_of(campaign),
        lacks=lacks(campaign, tiers, endpoint.now) if campaign.state == Campaign.State.DRAFT else {},
    )
    return endpoint.give(shapes.OwnCampaignSerializer, shown, status)


class Campaigns(MemberEndpoint):
    """All of a brand's."""

    @operation(
        "own_campaign_list", TAG, "The campaigns of a brand I work for", gives=shapes.OwnCampaignPage, asks=[AFTER]
    )
    def get(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.member, slug=slug)
        found = reads.listing(brand=brand, after=self.after)
        return self.give_page(shapes.OwnCampaignPage, found.rows, found.next_cursor)

    @operation(
        "own_campaign_draft",
        TAG,
        "Begin a campaign, as unfinished as I like",
        takes=shapes.TermsSerializer,
        gives=shapes.OwnCampaignSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.member, slug=slug, action=Action.WRITE)
        terms = _terms(self.read(shapes.TermsSerializer))
        made = campaigns.draft(by=self.member, brand=brand, terms=terms, now=self.now)
        return give_campaign(self, own_campaign(self, slug, made.public_id), 201)


class OneCampaign(MemberEndpoint):
    """A campaign."""

    @operation("own_campaign_read", TAG, "A campaign, what it lacks, how it goes", gives=shapes.OwnCampaignSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return give_campaign(self, own_campaign(self, slug, public_id))

    @operation(
        "own_campaign_update",
        TAG,
        "Change a draft",
        takes=shapes.TermsEditSerializer,
        gives=shapes.OwnCampaignSerializer,
        example={**EXAMPLE, "version": "9f2c61d0aa37be04"},
        description=CHANGED,
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.WRITE)
        said = self.read(shapes.TermsEditSerializer)
        seen = said.pop("version")
        campaigns.edit(by=self.member, campaign=campaign, terms=_terms(said), seen=seen)
        return give_campaign(self, own_campaign(self, slug, public_id))


class Submission(MemberEndpoint):
    """Handing in."""

    @operation("own_campaign_submit", TAG, "Hand a draft in for review", gives=shapes.OwnCampaignSerializer)
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.WRITE)
        campaigns.submit(by=self.member, campaign=campaign, now=self.now)
        return give_campaign(self, own_campaign(self, slug, public_id))


class Pause(MemberEndpoint):
    """Whether one can join."""

    @operation(
        "own_campaign_pause",
        TAG,
        "Let nobody join for now, or go on",
        takes=shapes.PauseSerializer,
        gives=shapes.OwnCampaignSerializer,
        example={"is_paused": True, "reason": "The kiln is being mended."},
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.PAUSE)
        said = self.read(shapes.PauseSerializer)
        if said["is_paused"]:
            campaigns.pause(by=self.member, campaign=campaign, reason=said["reason"], now=self.now)
        else:
            campaigns.resume(by=self.member, campaign=campaign, now=self.now)
        return give_campaign(self, own_campaign(self, slug, public_id))


class Cancellation(MemberEndpoint):
    """The end before the end."""

    @operation(
        "own_campaign_cancel",
        TAG,
        "End a campaign for good: running teams fail, what was paid and not sent goes back",
        takes=shapes.EndSerializer,
        gives=shapes.OwnCampaignSerializer,
        example={"reason": "The harvest failed."},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.CANCEL)
        reason = self.read(shapes.EndSerializer)["reason"]
        campaigns.cancel(by=self.member, campaign=campaign, reason=reason, now=self.now)
        return give_campaign(self, own_campaign(self, slug, public_id))


def _terms(said: dict[str, Any]) -> Terms:
    return Terms(**{**said, "tiers": tuple(Tier(**tier) for tier in said.get("tiers", ()))})
