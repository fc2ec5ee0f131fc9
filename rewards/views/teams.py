"""A team's page: the bar for everybody, one's own part, and the invitation."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from lib import errors, web
from live.selectors import topics
from rewards import qr
from rewards.models import BuyTeam
from rewards.selectors import campaigns, mine as own_part, one_order, orders, team_page, teams as team_reads
from rewards.services.buying import teams
from rewards.views import invitations

OTHERS = 4


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a team to those who may see it."""
    return page(request, invitations.visible_team(request, public_id))


def page(request: PageRequest, team: BuyTeam, *, status: int = 200, **extra: object) -> HttpResponse:
    """Draw the page of a team."""
    own = [orders.topic_of(request.user)] if request.user.is_authenticated else []
    topic, campaign_topic = team_reads.topic_of(team.pk), campaigns.topic_of(team.campaign_id)
    found: Any = team  # by `teams.find`, with both versions
    versions = {**topics.versions(own), topic: found.team_version, campaign_topic: found.campaign_version}
    room = team_page.room(team=team)
    is_over = not team.is_forming
    context = {
        "nav": "buy",
        "room": room,
        "topic": topic,
        "campaign_topic": campaign_topic,
        "live_versions": versions,
        "others": team_reads.forming(campaign=team.campaign, most=OTHERS, without=[team.pk]) if is_over else (),
        "invite": invitations.invite_of(request),
        "pictures": campaigns.pictures_of(team.campaign),
        **_mine(request, team),
    }
    return render(request, "rewards/team/index.html", context | extra, status=status)


@require_safe
def bar(request: PageRequest, public_id: str) -> HttpResponse:
    """The bar of a team that is not listed, for those with its link, who may not hear its topic."""
    team = invitations.visible_team(request, public_id)
    return render(request, "rewards/team/bar.html", {"room": team_page.room(team=team)})


@require_safe
def mine(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the team's page."""
    team = invitations.visible_team(request, public_id)
    if not request.user.is_authenticated:
        return HttpResponse()
    versions = topics.versions([orders.topic_of(request.user)])
    context = {"live_versions": versions, "room": team_page.room(team=team), **_mine(request, team)}
    return render(request, "rewards/team/mine.html", context)


@require_safe
def invite(request: PageRequest, public_id: str) -> HttpResponse:
    """The link and its square, to show or to print."""
    team = invitations.visible_team(request, public_id)
    link = invitations.link_of(request, team)
    context = {
        "nav": "buy",
        "room": team_page.room(team=team),
        "link": link,
        "qr": qr.draw(link, _("QR code of the link")),
    }
    return render(request, "rewards/team_invite/index.html", context)


@login_required
@require_POST
def rename(request: MemberRequest, public_id: str) -> HttpResponse:
    """Give the team a name; its captain may, while it forms."""
    team = invitations.visible_team(request, public_id)
    try:
        teams.rename(actor=request.user, team=team, name=request.POST.get("name", ""))
    except errors.Invalid as error:
        return page(request, team, status=422, wrong_name=error.words)
    return web.see_other(invitations.with_invite(request.path.removesuffix("name/"), team))


def _mine(request: PageRequest, team: BuyTeam) -> dict[str, object]:
    own = own_part.mine(viewer=request.user, team=team)
    link = invitations.link_of(request, team)
    order = own.order
    return {
        "mine": own,
        "expected": one_order.expected(order) if order else None,
        "is_captain": team.captain_id == request.user.pk,
        "link": link,
        "qr": qr.draw(link, _("QR code of the link")) if team.is_forming else "",
        "orders_topic": orders.topic_of(request.user) if request.user.is_authenticated else "",
    }
