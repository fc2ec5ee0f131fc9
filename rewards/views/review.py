"""Review by the staff of the site: what they look at before a campaign is published, and what they say."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from lib import clock, errors, web
from rewards.console_forms import CampaignForm
from rewards.models import Campaign
from rewards.policies import Action
from rewards.selectors import campaigns as reads, console, roles
from rewards.selectors.review import waiting_campaigns, waiting_refunds
from rewards.services.buying import campaigns


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the campaigns that wait for review."""
    require_staff(request.user)
    context = {
        "nav": "staff",
        "waiting": waiting_campaigns(viewer=request.user),
        "refunds": len(waiting_refunds(viewer=request.user)),
    }
    return render(request, "rewards/review/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show the page as it will be and the rules as they would be frozen; take the decision."""
    require_staff(request.user)
    campaign = reads.find(viewer=request.user, public_id=public_id)
    roles.require(user=request.user, brand=campaign.brand, action=Action.REVIEW)
    wrong: dict[str, errors.Text] = {}
    if request.method == "POST":
        try:
            return _decide(request, campaign)
        except errors.Invalid as error:
            wrong = error.fields
        except errors.Conflict as error:
            messages.error(request, str(error.message))
            return web.see_other(reverse("rewards:review"))
    if campaign.state != Campaign.State.REVIEW:
        return web.see_other(reverse("rewards:console-campaign", args=[campaign.brand.slug, public_id]))
    context = {
        "nav": "staff",
        "campaign": campaign,
        "preview": console.preview(campaign=campaign, tiers=campaigns.tiers_of(campaign), now=clock.now()),
        "texts": CampaignForm.labelled(campaign),
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "rewards/review/campaign.html", context, status=422 if wrong else 200)


def _decide(request: MemberRequest, campaign: Campaign) -> HttpResponse:
    if request.POST.get("answer") == "approve":
        campaigns.approve(by=request.user, campaign=campaign, now=clock.now())
        messages.success(request, _("Approved. Its rules are frozen and public."))
    else:
        reason = request.POST.get("reason", "")
        campaigns.send_back(by=request.user, campaign=campaign, reason=reason, now=clock.now())
        messages.success(request, _("Sent back with your reason."))
    return web.see_other(reverse("rewards:review"))
