"""The builder of a coupon: one form with the coupon and a sum beside it, saved without losing a word."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from lib import clock, web
from lib.draft_forms import attempt
from rewards.coupon_forms import CouponForm, field_of
from rewards.models import Coupon
from rewards.policies import Action, Role, may
from rewards.selectors import coupons, roles
from rewards.services import drafts
from rewards.services.coupons import drafting
from rewards.services.coupons.terms import lacks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Write a draft, and put it into use."""
    coupon, role = roles.access_coupon(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    home = reverse("rewards:console-coupon", args=[slug, public_id])
    if coupon.state != Coupon.State.DRAFT:
        messages.info(request, _("It is in use: its terms stand."))
        return web.see_other(home)
    code = coupons.shared_code(coupon)
    if request.method != "POST":
        return _page(request, role, coupon, CouponForm(coupon=coupon, code=code))
    form = CouponForm(request.POST, coupon=coupon, code=code)
    if not _save(request, coupon, form):
        return _page(request, role, coupon, form, seen="" if form.rival else request.POST.get("seen", ""))
    if "open" not in request.POST:
        messages.success(request, _("Saved."))
        return web.see_other(reverse("rewards:console-coupon-edit", args=[slug, public_id]))
    if not _open(request, coupon, form):
        return _page(request, role, coupon, form)
    messages.success(request, _("It can be used now."))
    return web.see_other(home)


def _save(request: MemberRequest, coupon: Coupon, form: CouponForm) -> bool:
    def edit() -> None:
        seen = request.POST.get("seen", "")
        drafting.edit(by=request.user, coupon=coupon, terms=form.terms(), seen=seen, now=clock.now())

    return form.is_valid() and attempt(form, edit)


def _open(request: MemberRequest, coupon: Coupon, form: CouponForm) -> bool:
    return attempt(form, lambda: drafting.open(by=request.user, coupon=coupon, now=clock.now()))


def _page(request: MemberRequest, role: Role, coupon: Coupon, form: CouponForm, *, seen: str = "") -> HttpResponse:
    """Draw the builder; without `seen` the next save is on top of what is kept now."""
    saved = Coupon.objects.select_related("brand", "campaign").get(pk=coupon.pk)
    number = saved.codes.count()
    missing = {field_of(name, saved.is_percent): said for name, said in lacks(saved, number, clock.now()).items()}
    context = {
        "nav": "console",
        "brand": saved.brand,
        "coupon": saved,
        "form": form,
        "may_throw_away": may(Action.CANCEL, role),
        "seen": seen or drafts.version_of(saved),
        "codes": number,
        "lacks": missing,
        "example": coupons.example(saved),
    }
    status = 422 if form.has_errors else 200
    return render(request, "rewards/console/coupon_builder/index.html", context, status=status)
