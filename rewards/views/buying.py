"""All campaigns, and the page of one: what it is, what it costs, who buys."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from accounts.selectors import people
from gamify import launches
from lib import clock, documents, errors
from live.selectors import topics
from rewards.models import Campaign
from rewards.selectors import battles, campaigns, garden, orders, teams, waiting
from rewards.views import tabs


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show the campaigns that run, that come and that are over."""
    cards = campaigns.listing(viewer=request.user)
    context = {
        "nav": "buy",
        "going": [card for card in cards if card.is_going],
        "coming": [card for card in cards if card.is_coming],
        "over": [card for card in cards if not card.is_going and not card.is_coming],
        "brands": people.brands_of(user=request.user) if request.user.is_authenticated else (),
        "tabs": tabs.shop(request, "campaigns"),
    }
    return render(request, "rewards/campaign_list/index.html", context)


@require_safe
def beside(request: PageRequest) -> HttpResponse:
    """A plant of one's own and a team that needs few more people; nothing without any."""
    viewer = request.user
    context = {
        "plant": garden.for_home(viewer=viewer),
        "card": teams.nearest(),
    }
    return render(request, "rewards/beside.html", context) if any(context.values()) else HttpResponse()


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a campaign; its board renews itself for everybody, what is one's own for oneself."""
    campaign = campaigns.find(viewer=request.user, public_id=public_id)
    topic = campaigns.topic_of(campaign.pk)
    own = [orders.topic_of(request.user)] if request.user.is_authenticated else []
    versions = topics.versions([topic, *own])
    context = {
        "nav": "buy",
        "front": campaigns.front(campaign=campaign),
        "board": campaigns.board(pk=campaign.pk),
        "battles": battles.of_campaign(campaign),
        "origin": launches.origin(campaign.launch),
        "is_first": campaign.first_until is not None and campaign.first_until > clock.now(),
        "live_versions": versions,
        **_mine(request, campaign),
    }
    return render(request, "rewards/campaign/index.html", context)


@require_safe
def mine(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the campaign's page: orders, and the place on the waiting list."""
    campaign = campaigns.find(viewer=request.user, public_id=public_id)
    if not request.user.is_authenticated:
        return HttpResponse()
    versions = topics.versions([orders.topic_of(request.user)])
    context = {"live_versions": versions, **_mine(request, campaign)}
    return render(request, "rewards/campaign/mine.html", context)


@require_safe
def rules(request: PageRequest, public_id: str) -> HttpResponse:
    """The frozen rules, byte for byte as they were hashed."""
    campaign = campaigns.find(viewer=request.user, public_id=public_id)
    document = getattr(campaign, "rules", None)
    if document is None:
        raise errors.NotFound
    response = HttpResponse(documents.canonical(document.document), content_type="application/json; charset=utf-8")
    patch_cache_control(response, private=True)
    return response


def _mine(request: PageRequest, campaign: Campaign) -> dict[str, object]:
    mine = orders.in_campaign(viewer=request.user, campaign=campaign)
    return {
        "campaign": campaign,
        "mine": mine,
        "has_all": len(mine) >= campaign.per_member,
        "waiting": waiting.of(viewer=request.user, campaign=campaign),
        "orders_topic": orders.topic_of(request.user) if request.user.is_authenticated else "",
    }
