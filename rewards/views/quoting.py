"""Coupons on the pages where one takes a seat: what it costs with them, and beside the field why one does not go."""

from __future__ import annotations

from typing import Any

from accounts.requests import MemberRequest
from lib import clock, errors
from rewards.forms import JoinForm
from rewards.models import BuyTeam, Campaign
from rewards.selectors import coupons
from rewards.selectors.coupons import Mine
from rewards.services.coupons import codes, quoting, refusals
from rewards.services.coupons.quoting import Quote

CHECK = "check"


def only_asks(request: MemberRequest) -> bool:
    """Say whether the price was asked for, and no seat yet."""
    return CHECK in request.POST


def own(request: MemberRequest, campaign: Campaign) -> tuple[Mine, ...]:
    """Return the member's own coupons that can be ticked here. Queries: at most 2."""
    return coupons.ready(user=request.user, campaign=campaign, now=clock.now())


def guard(request: MemberRequest, form: JoinForm) -> Any:
    """Return what counts codes that are refused while a seat is claimed; it counts nothing without codes."""
    return quoting.counted(user=request.user, now=clock.now(), is_on=bool(form.cleaned_data["coupons"]))


def quote_of(
    request: MemberRequest, form: JoinForm, campaign: Campaign, *, team: BuyTeam | None = None
) -> Quote | None:
    """Return what a seat costs with the coupons that were typed; None without any, or when one does not go."""
    typed = form.cleaned_data.get("coupons") if form.is_bound and not form.errors else ()
    if not typed:
        return None
    size = form.cleaned_data.get("size", 0)
    try:
        return quoting.quote(user=request.user, campaign=campaign, team=team, size=size, coupons=typed, now=clock.now())
    except (refusals.CouponRefused, errors.RateLimited) as error:
        refuse(form, error)
        return None


def refuse(form: JoinForm, error: errors.HearthError) -> None:
    """Say beside the field which coupon does not go, and why."""
    code = codes.shown(str(error.data.get("coupon", "")))
    form.add_error("coupons", f"{code}: {error.message}" if code else str(error.message))
