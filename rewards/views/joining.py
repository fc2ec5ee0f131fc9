"""Taking a seat: in a team, in a new team, alone, or one that is kept by an offer. Each page says what it will cost."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from lib import clean, clock, errors, limits, public_id as ids, web
from lib.money import Money
from rewards import paths, prices, rate_limits
from rewards.forms import JoinForm, OpenForm
from rewards.models import BuyTeam, Campaign, Seat
from rewards.selectors import campaigns, orders, seat_checks, team_page, teams as team_reads, waiting
from rewards.services.buying import refusals, seats, teams
from rewards.services.buying.claims import HOLD
from rewards.services.coupons import refusals as refusals_of_coupons
from rewards.views import invitations, quoting
from rewards.views.orders import to_checkout

GET_OR_POST = ["GET", "HEAD", "POST"]
OTHERS = 4
NO_SEAT = (
    refusals.TeamFull,
    refusals.TeamClosed,
    refusals.CampaignClosed,
    refusals.SoldOut,
    refusals.SupportersFirst,
    refusals.LimitReached,
    refusals.OfferGone,
    refusals.KeyReused,
)


@login_required
@require_http_methods(GET_OR_POST)
def join(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a seat in a team."""
    team = invitations.visible_team(request, public_id)
    mine = quoting.own(request, team.campaign)
    form = JoinForm(request.POST or None, campaign=team.campaign, mine=mine, alone=team.size == 1)
    invite = invitations.invite_of(request)
    if answer := _take(request, form, team.campaign, lambda: _join(request, form, team, invite=invite)):
        return answer
    refusal = seat_checks.refusal_of_joining(user=request.user, team=team, now=clock.now())
    if refusal:
        return _refuse(request, team.campaign, refusal)
    room = team_page.room(team=team)
    context = {
        "room": room,
        "form": form,
        "quote": quoting.quote_of(request, form, team.campaign, team=team),
        "invite": invite,
        "back": invitations.with_invite(room.url, team),
    }
    return _page(request, team.campaign, context, form)


@login_required
@require_http_methods(GET_OR_POST)
def open_team(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open a team of one's own, of the size that `?size=` proposes, or the only one there is; of size 1 one buys alone.

    With `?offer=` the seats that an offer keeps for one's party come along.
    """
    campaign = campaigns.find(viewer=request.user, public_id=public_id)
    offer_token = clean.sought(request.GET.get("offer") or request.POST.get("offer", ""), most=12)
    sizes = _sizes(campaign)
    size = request.GET.get("size") or (sizes[0] if len(sizes) == 1 else "")
    mine = quoting.own(request, campaign)
    form = OpenForm(request.POST or None, campaign=campaign, sizes=sizes, mine=mine, initial={"size": size})
    if answer := _take(request, form, campaign, lambda: _open(request, form, campaign, offer_token)):
        return answer
    refusal = seat_checks.refusal_of_opening(
        user=request.user, campaign=campaign, has_offer=bool(offer_token), now=clock.now()
    )
    if refusal:
        return _refuse(request, campaign, refusal)
    context = {"form": form, "sizes": sizes_of(campaign), "back": paths.of_campaign(campaign), "offer": offer_token}
    context["quote"] = quoting.quote_of(request, form, campaign)
    return _page(request, campaign, context, form)


@login_required
@require_http_methods(GET_OR_POST)
def by_offer(request: MemberRequest, token: str) -> HttpResponse:
    """Take one of the seats that an offer keeps."""
    kept = waiting.kept(viewer=request.user, token=token, now=clock.now())
    if kept.offer.team is None or not (kept.is_open or request.method == "POST"):
        return web.see_other(kept.url)
    team = team_reads.find(viewer=request.user, public_id=kept.offer.team.public_id, invite=kept.offer.team.invite)
    form = JoinForm(request.POST or None, campaign=team.campaign, mine=quoting.own(request, team.campaign))
    if answer := _take(request, form, team.campaign, lambda: _join(request, form, team, offer_token=token)):
        return answer
    refusal = seat_checks.refusal_of_kept(user=request.user, team=team)
    if refusal:
        return _refuse(request, team.campaign, refusal)
    context = {"room": team_page.room(team=team), "form": form, "kept": kept, "back": kept.url}
    context["quote"] = quoting.quote_of(request, form, team.campaign, team=team)
    return _page(request, team.campaign, context, form)


def sizes_of(campaign: Campaign) -> list[dict[str, object]]:
    """Return the sizes one may choose, with the price each means."""
    tiers = tuple(campaign.tiers.all())
    return [
        {
            "size": size,
            "needed": prices.needed(campaign, size),
            "full": Money(prices.each(campaign, tiers, size=size, people=size), campaign.currency),
            "most": Money(
                prices.each(campaign, tiers, size=size, people=prices.needed(campaign, size)), campaign.currency
            ),
        }
        for size in _sizes(campaign)
    ]


def _sizes(campaign: Campaign) -> list[int]:
    return ([1] if campaign.single_minor is not None else []) + sorted(campaign.sizes)


def _join(request: MemberRequest, form: JoinForm, team: BuyTeam, *, invite: str = "", offer_token: str = "") -> Seat:
    """Take a seat as the form says; it is valid."""
    return seats.join(
        actor=request.user,
        team=team,
        key=web.key_of(request),
        plan_b=form.cleaned_data["plan_b"],
        note=form.cleaned_data["note"],
        invite=invite,
        offer_token=offer_token,
        coupons=form.cleaned_data["coupons"],
        now=clock.now(),
    )


def _open(request: MemberRequest, form: OpenForm, campaign: Campaign, offer_token: str) -> Seat:
    """Open a team as the form says; it is valid."""
    return teams.open(
        actor=request.user,
        campaign=campaign,
        size=form.cleaned_data["size"],
        key=web.key_of(request),
        plan_b=form.cleaned_data["plan_b"],
        note=form.cleaned_data["note"],
        name=form.cleaned_data["name"],
        is_listed=form.cleaned_data["is_listed"],
        offer_token=offer_token,
        coupons=form.cleaned_data["coupons"],
        now=clock.now(),
    )


def _take(request: MemberRequest, form: JoinForm, campaign: Campaign, claim: Callable[[], Seat]) -> HttpResponse | None:
    """Claim the seat that was asked for, then go to pay; whoever cannot have it hears why, and what else there is.

    None when nothing or only the price was asked for, or something does not go: then the page is shown.
    """
    if request.method != "POST" or not form.is_valid() or quoting.only_asks(request):
        return None
    try:
        limits.spend(rate_limits.JOIN, who=request.user.public_id, now=clock.now())
        with quoting.guard(request, form):
            seat = claim()
    except refusals_of_coupons.CouponRefused as error:
        quoting.refuse(form, error)
        return None
    except (refusals.AlreadyIn, *NO_SEAT, errors.RateLimited) as error:
        return _refuse(request, campaign, error)
    return to_checkout(request, seat)


def _refuse(request: MemberRequest, campaign: Campaign, error: errors.HearthError) -> HttpResponse:
    """Lead whoever is in already to their order; tell everybody else why there is no seat."""
    if isinstance(error, refusals.AlreadyIn):
        messages.info(request, str(error.message))
        return web.see_other(reverse("rewards:order", args=[error.data["seat"]]))
    return _refused(request, campaign, error)


def _refused(request: MemberRequest, campaign: Campaign, error: errors.HearthError) -> HttpResponse:
    """Say kindly why there is no seat, and show the ways that are open."""
    fresh = campaigns.find(viewer=request.user, public_id=campaign.public_id)
    is_limit = isinstance(error, refusals.LimitReached | refusals.SupportersFirst)
    context = {
        "nav": "buy",
        "error": error,
        "campaign": fresh,
        "url": paths.of_campaign(fresh),
        "mine": orders.in_campaign(viewer=request.user, campaign=fresh),
        "others": () if is_limit else team_reads.forming(campaign=fresh, most=OTHERS),
        "sizes": [] if is_limit or fresh.state != Campaign.State.OPEN else sizes_of(fresh),
        "may_wait": bool(error.data.get("waitlist")) and fresh.seats_left <= 0,
        "waiting": waiting.of(viewer=request.user, campaign=fresh),
    }
    if isinstance(error, errors.RateLimited):
        context["minutes"] = -(-int(error.data["retry_seconds"]) // 60)
    return web.refused(render(request, "rewards/refused/index.html", context), error)


def _page(request: MemberRequest, campaign: Campaign, context: dict[str, object], form: JoinForm) -> HttpResponse:
    shared = {
        "nav": "buy",
        "campaign": campaign,
        "pictures": campaigns.pictures_of(campaign),
        "key": ids.new(),
        "hold_minutes": int(HOLD.total_seconds() // 60),
    }
    return render(request, "rewards/join/index.html", shared | context, status=422 if form.errors else 200)
