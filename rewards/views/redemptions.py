"""A member's redemptions: the list, one with every step and its code, taking it back, saying where it goes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, web
from live.selectors import topics
from rewards import order_history
from rewards.address_form import AddressForm
from rewards.selectors import redemptions, unlocks
from rewards.services.catalogue import answering, notifying, parcels, redeeming


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what one redeemed: what is still to use or to come first."""
    topic = notifying.member_topic(request.user)
    versions = topics.versions([topic])
    page = redemptions.listing(user=request.user, after=request.GET.get("after", ""))
    context = {"nav": "rewards", "page": page, "topic": topic, "live_versions": versions}
    context["unlocks"] = () if request.GET.get("after") else unlocks.live(user=request.user)
    context["more_url"] = web.next_page(page.next_cursor)
    name = "list" if request.htmx else "index"
    return render(request, f"rewards/redemption_list/{name}.html", context)


@login_required
@require_safe
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show one redemption."""
    return _page(request, public_id)


@login_required
@require_POST
def cancel(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    mine = redemptions.find(user=request.user, public_id=public_id)
    return web.attempt(
        request,
        lambda: redeeming.cancel(actor=request.user, redemption=mine.redemption, now=clock.now()),
        done=_("Taken back. Your spark is there again."),
        onward=mine.url,
    )


@login_required
@require_POST
def use(request: MemberRequest, public_id: str) -> HttpResponse:
    """Note that it was used, or has arrived."""
    mine = redemptions.find(user=request.user, public_id=public_id)
    return web.attempt(
        request,
        lambda: answering.use(by=request.user, redemption=mine.redemption, now=clock.now()),
        done=_("Noted."),
        onward=mine.url,
    )


@login_required
@require_POST
def say_where(request: MemberRequest, public_id: str) -> HttpResponse:
    """Keep the address; what needs another look stays on the page, beside its field."""
    mine = redemptions.find(user=request.user, public_id=public_id)
    form = AddressForm(request.POST, member=request.user)
    if not form.is_valid():
        return _page(request, public_id, form=form)
    address, now = form.address(), clock.now()
    return web.attempt(
        request,
        lambda: parcels.say_where(actor=request.user, redemption=mine.redemption, address=address, now=now),
        done=_("Noted. You can change it until the parcel is sent."),
        onward=mine.url,
    )


def _page(request: MemberRequest, public_id: str, *, form: AddressForm | None = None) -> HttpResponse:
    """Draw the page; with a `form` that needs another look it stands still, so that nothing is lost."""
    topic = notifying.member_topic(request.user)
    versions = topics.versions([topic])
    mine = redemptions.find(user=request.user, public_id=public_id)
    told = [
        (event.at, order_history.words_of(event, is_free=mine.is_free))
        for event in redemptions.steps_of(mine.redemption)
    ]
    steps = [(at, words) for at, words in told if words]
    known = mine.address or (redemptions.latest_address(user=request.user) if mine.lacks_address else None)
    fresh = AddressForm(member=request.user, known=known) if mine.may_say_where else None
    context = {
        "nav": "rewards",
        "topic": topic,
        "live_versions": versions,
        "mine": mine,
        "redemption": mine.redemption,
        "reward": mine.reward,
        "steps": steps,
        "form": form or fresh,
        "is_known_before": known is not None,
        "is_still": form is not None,
        "address_days": settings.HEARTH_ADDRESS_DAYS,
    }
    name = "main" if request.htmx else "index"
    response = render(request, f"rewards/redemption/{name}.html", context, status=422 if form else 200)
    add_never_cache_headers(response)
    return response
