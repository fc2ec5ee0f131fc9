"""Waiting for seats as a party, and the offer that comes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from lib import clock, errors, web
from live.selectors import topics
from rewards import paths
from rewards.models import Campaign, WaitEntry
from rewards.selectors import campaigns, orders, waiting as reads
from rewards.services.buying import waiting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put one's party on the waiting list."""
    campaign = campaigns.find(viewer=request.user, public_id=public_id)
    if request.method != "POST":
        return _form(request, campaign)
    size = request.POST.get("party_size", "")
    try:
        waiting.enter(
            actor=request.user,
            campaign=campaign,
            party_size=int(size) if size.isascii() and size.isdigit() and len(size) < 5 else 0,
            now=clock.now(),
        )
    except errors.Invalid as error:
        wrong = error.words
        return _form(request, campaign, status=422, wrong=wrong, party_size=size[:4])
    except waiting.SeatsFree as error:
        messages.info(request, str(error.message))
        return web.see_other(paths.of_campaign(campaign))
    messages.success(request, _("You are on the list. When seats come free for all of you, you hear of it."))
    return web.see_other(paths.of_campaign(campaign))


def _form(request: MemberRequest, campaign: Campaign, *, status: int = 200, **extra: object) -> HttpResponse:
    context = {
        "nav": "buy",
        "campaign": campaign,
        "url": paths.of_campaign(campaign),
        "most": max(campaign.sizes, default=1),
        "people_waiting": reads.people_waiting(campaign=campaign),
        "waiting": reads.of(viewer=request.user, campaign=campaign),
    }
    return render(request, "rewards/wait/index.html", context | extra, status=status)


@login_required
@require_POST
def leave(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take one's party off the list."""
    campaign = campaigns.find(viewer=request.user, public_id=public_id)
    found = reads.of(viewer=request.user, campaign=campaign)
    if found is None:
        raise errors.NotFound
    waiting.leave(actor=request.user, entry=found.entry, now=clock.now())
    messages.success(request, _("You are off the list."))
    return web.see_other(paths.of_campaign(campaign))


@require_safe
def offer(request: PageRequest, token: str) -> HttpResponse:
    """Show the seats that are kept for a party to whoever has its link."""
    own = topics.versions([orders.topic_of(request.user)] if request.user.is_authenticated else [])
    kept = reads.kept(viewer=request.user, token=token, now=clock.now())
    topic = campaigns.topic_of(kept.campaign.pk)
    context = {
        "nav": "buy",
        "kept": kept,
        "campaign": kept.campaign,
        "campaign_url": paths.of_campaign(kept.campaign),
        "topic": topic,
        "live_versions": {**own, topic: kept.version},
        "link": request.build_absolute_uri(kept.url),
        "mine": orders.in_campaign(viewer=request.user, campaign=kept.campaign),
    }
    return render(request, f"rewards/offer/{'main' if request.htmx else 'index'}.html", context)


@login_required
@require_POST
def decline(request: MemberRequest, token: str) -> HttpResponse:
    """Let the next party have the seats."""
    kept = reads.kept(viewer=request.user, token=token, now=clock.now())
    if not kept.is_leader or kept.offer.entry.state not in (WaitEntry.State.OFFERED, WaitEntry.State.ACCEPTED):
        raise errors.NotAllowed
    waiting.decline(actor=request.user, offer=kept.offer, now=clock.now())
    messages.success(request, _("The seats go to the next party. Thank you for saying so."))
    return web.see_other(paths.of_campaign(kept.campaign))
