"""The console of a brand's coupons: the list, how each goes, single codes, and the switches that stop one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, csv_tables, numbers, web
from rewards.models import Coupon
from rewards.policies import Action, may
from rewards.selectors import coupons, roles
from rewards.services.coupons import codes, drafting
from rewards.services.coupons.terms import Terms
from rewards.views import tabs

State = Coupon.State


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the brand's coupons."""
    brand, role = roles.access_brand(user=request.user, slug=slug)
    found = coupons.of_brand(brand=brand, after=request.GET.get("after", ""))
    return render(request, "rewards/console/coupons/index.html", tabs.brand_list(brand, role, found, "coupons"))


@login_required
@require_POST
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a draft."""
    brand, _role = roles.access_brand(user=request.user, slug=slug, action=Action.WRITE)

    def draft(names: dict[str, str]) -> Coupon:
        terms = Terms(names=names, currency=coupons.currency_of(brand))
        return drafting.draft(by=request.user, brand=brand, terms=terms, now=clock.now())

    return web.begin(
        request,
        draft,
        onward=lambda made: reverse("rewards:console-coupon-edit", args=[slug, made.public_id]),
        home=reverse("rewards:console-coupons", args=[slug]),
    )


@login_required
@require_safe
def detail(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show how a coupon goes; a draft leads on to its builder."""
    coupon, role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id)
    may_write = may(Action.WRITE, role)
    if coupon.state == State.DRAFT and may_write:
        return web.see_other(reverse("rewards:console-coupon-edit", args=[slug, public_id]))
    is_live = coupon.state in (State.OPEN, State.PAUSED)
    context = {
        "nav": "console",
        "brand": coupon.brand,
        "coupon": coupon,
        "code": coupons.shared_code(coupon) if may_write else "",
        "figures": coupons.figures(coupon=coupon),
        "may_pause": may(Action.PAUSE, role) and coupon.state == State.OPEN,
        "may_resume": may(Action.PAUSE, role) and coupon.state == State.PAUSED,
        "may_revoke": may(Action.CANCEL, role) and is_live,
        "may_raise": may_write and is_live and not coupon.is_single,
        "may_make": may_write and is_live and coupon.is_single,
        "may_read_codes": may_write and coupon.is_single,
    }
    return render(request, "rewards/console/coupon/index.html", context)


@login_required
@require_POST
def pause(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Let nobody else use it for now."""
    return _switch(request, slug, public_id, drafting.pause, _("Paused."))


@login_required
@require_POST
def resume(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Go on."""
    return _switch(request, slug, public_id, drafting.resume, _("It goes on."))


@login_required
@require_POST
def revoke(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Stop it for good."""
    reason = request.POST.get("reason", "")
    return _switch(request, slug, public_id, drafting.revoke, _("It is stopped."), reason=reason)


@login_required
@require_POST
def allow_more(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Let it be used more often."""
    coupon, _role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    more = numbers.find(request.POST.get("more", "")) or 0
    done = _("It can be used more often now.")
    return _try(request, coupon, lambda: drafting.allow_more(by=request.user, coupon=coupon, more=more), done)


@login_required
@require_POST
def make(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Make single codes."""
    coupon, _role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    number = numbers.find(request.POST.get("number", "")) or 0
    now = clock.now()
    done = _("The codes are made. Download them below.")
    return _try(request, coupon, lambda: codes.make(by=request.user, coupon=coupon, number=number, now=now), done)


@login_required
@require_POST
def give(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Give a member a code of their own."""
    coupon, _role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    handle, now = request.POST.get("handle", ""), clock.now()
    done = _("It is theirs. We tell them.")
    return _try(request, coupon, lambda: codes.give(by=request.user, coupon=coupon, handle=handle, now=now), done)


@login_required
@require_POST
def table(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Send the codes that nobody has seen yet as a table: this once."""
    coupon, _role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    found = codes.hand_over(by=request.user, coupon=coupon, now=clock.now())
    if not found:
        messages.error(request, _("No code is left that nobody has seen."))
        return web.see_other(_url(coupon))
    response = HttpResponse(
        csv_tables.write((pgettext("coupon", "Code"),), ((code,) for code in found)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="codes-{coupon.public_id}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _switch(
    request: MemberRequest, slug: str, public_id: str, service: Callable[..., Coupon], done: str, **more: str
) -> HttpResponse:
    coupon, _role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id)
    return _try(request, coupon, lambda: service(by=request.user, coupon=coupon, now=clock.now(), **more), done)


def _try(request: MemberRequest, coupon: Coupon, step: Callable[[], object], done: str) -> HttpResponse:
    return web.attempt(request, step, done=done, onward=_url(coupon))


def _url(coupon: Coupon) -> str:
    return reverse("rewards:console-coupon", args=[coupon.brand.slug, coupon.public_id])
