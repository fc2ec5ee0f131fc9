"""The console of a brand: its campaigns, how each goes, and the switches that stop one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, web
from rewards.models import Campaign
from rewards.policies import Action, Role, may
from rewards.selectors import console, roles
from rewards.services.buying import campaigns
from rewards.services.buying.terms import Terms
from rewards.views import tabs

State = Campaign.State


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the brand's campaigns."""
    brand, role = roles.access_brand(user=request.user, slug=slug)
    found = console.listing(brand=brand, after=request.GET.get("after", ""))
    return render(request, "rewards/console/list/index.html", tabs.brand_list(brand, role, found, "campaigns"))


@login_required
@require_POST
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a draft."""
    brand, _role = roles.access_brand(user=request.user, slug=slug, action=Action.WRITE)
    return web.begin(
        request,
        lambda names: campaigns.draft(by=request.user, brand=brand, terms=Terms(names=names), now=clock.now()),
        onward=lambda made: reverse("rewards:console-edit", args=[slug, made.public_id]),
        home=reverse("rewards:console", args=[slug]),
    )


@login_required
@require_safe
def detail(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show how a campaign goes; a draft leads on to its builder."""
    campaign, role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id)
    if campaign.state == State.DRAFT and may(Action.WRITE, role):
        return web.see_other(reverse("rewards:console-edit", args=[slug, public_id]))
    figures = console.figures(campaign=campaign)
    context = {
        "nav": "console",
        "brand": campaign.brand,
        "campaign": campaign,
        "figures": figures,
        "rules": getattr(campaign, "rules", None),
        "preview": console.preview(campaign=campaign, tiers=campaigns.tiers_of(campaign), now=clock.now()),
        "tabs": tabs_of(campaign, role, "overview"),
        **switches(campaign, role, figures.succeeded),
    }
    return render(request, "rewards/console/campaign/index.html", context)


@login_required
@require_POST
def submit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Hand in what is saved."""
    return _switch(request, slug, public_id, campaigns.submit, _("Handed in. We tell you when it was looked at."))


@login_required
@require_POST
def pause(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Let nobody join for now."""
    return _switch(request, slug, public_id, campaigns.pause, _("Paused."), reason=request.POST.get("reason", ""))


@login_required
@require_POST
def resume(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Go on."""
    return _switch(request, slug, public_id, campaigns.resume, _("It goes on."))


@login_required
@require_POST
def cancel(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """End it for good."""
    reason = request.POST.get("reason", "")
    return _switch(request, slug, public_id, campaigns.cancel, _("Cancelled. Money is on its way back."), reason=reason)


def switches(campaign: Campaign, role: Role, succeeded: int) -> dict[str, bool]:
    """Return which buttons somebody in that role gets; once teams came together only staff may cancel."""
    may_pause = may(Action.PAUSE, role)
    may_end = may(Action.CANCEL, role) and State.CANCELLED in campaign.PATHS.get(campaign.state, ())
    return {
        "may_pause": may_pause and campaign.state == State.OPEN,
        "may_resume": may_pause and campaign.state == State.PAUSED,
        "may_extend": may(Action.EXTEND, role) and campaign.state == State.PAUSED,
        "may_cancel": may_end and (role is Role.STAFF or not succeeded),
        "must_ask": may_end and role is not Role.STAFF and bool(succeeded),
    }


def tabs_of(campaign: Campaign, role: Role, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a campaign's console that this person may open."""
    args = [campaign.brand.slug, campaign.public_id]
    tabs = [("overview", _("How it goes"), reverse("rewards:console-campaign", args=args))]
    if may(Action.SHIP, role) or may(Action.REFUND, role):
        tabs.append(("orders", _("Orders"), reverse("rewards:console-orders", args=args)))
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in tabs]


def _switch(
    request: MemberRequest, slug: str, public_id: str, service: Callable[..., Campaign], done: str, **more: str
) -> HttpResponse:
    campaign, _role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id)
    return web.attempt(
        request,
        lambda: service(by=request.user, campaign=campaign, now=clock.now(), **more),
        done=done,
        onward=reverse("rewards:console-campaign", args=[slug, public_id]),
        also=(campaigns.HasSucceeded,),
    )
