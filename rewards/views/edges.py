"""Small things that views of buying share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.requests import PageRequest
from lib import web
from rewards import paths
from rewards.models import BuyTeam, Campaign, Payment, Seat
from rewards.selectors import campaigns, teams
from rewards.selectors.one_order import Order, expected

INVITE = "invite"


def invite_of(request: HttpRequest) -> str:
    """Return the invitation that the link carries."""
    return (request.GET.get(INVITE) or request.POST.get(INVITE, ""))[:12]


def visible_team(request: PageRequest, public_id: str) -> BuyTeam:
    """Return the team that the person may see. Queries: 3 or 4. Raises: NotFound."""
    return teams.find(viewer=request.user, public_id=public_id, invite=invite_of(request))


def visible_campaign(request: PageRequest, public_id: str) -> Campaign:
    """Return the campaign that the person may see. Queries: 3. Raises: NotFound."""
    return campaigns.find(viewer=request.user, public_id=public_id)


def with_invite(path: str, team: BuyTeam) -> str:
    """Return the path with the team's invitation, without which a team that is not listed does not show itself."""
    return path if team.is_listed else f"{path}?{urlencode({INVITE: team.invite})}"


def link_of(request: HttpRequest, team: BuyTeam) -> str:
    """Return the whole link that a member shares."""
    return request.build_absolute_uri(with_invite(paths.of_team(team), team))


def to_checkout(request: PageRequest, seat: Seat) -> HttpResponse:
    """Send the browser to pay; a page of another site is left to a link, for forms lead to our own pages only."""
    payment = Payment.objects.filter(seat=seat).order_by("-pk").first()
    url = payment.checkout_url if payment and payment.state in ("created", "pending") else ""
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return web.see_other(url if url and is_ours else reverse("rewards:order", args=[seat.public_id]))


def order_context(order: Order) -> dict[str, Any]:
    """Return what the templates of an order need."""
    return {"order": order, "expected": expected(order)}
