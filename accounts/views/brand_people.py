"""Who works for a brand: its people, invitations, and the answers to them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.brand_tabs import tabs_of
from accounts.models import Brand, BrandStaff
from accounts.requests import MemberRequest
from accounts.selectors import brands
from accounts.services import brand_people
from lib import clock, errors, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the brand's people; ask one more."""
    brand, role = brands.access(user=request.user, slug=slug)
    wrong, status = dict[str, errors.Text](), 200
    if request.method == "POST":
        try:
            return _invite(request, brand)
        except errors.Invalid as error:
            wrong, status = error.fields, 422
        except errors.RateLimited as error:
            wrong, status = {"to": error.message}, 429
    context = {
        "nav": "console",
        "brand": brand,
        "role": role,
        "people": brands.staff(brand=brand),
        "invites": brands.invites(brand=brand, now=clock.now()),
        "steps": brands.steps(brand=brand),
        "roles": BrandStaff.Role.choices,
        "wrong": wrong,
        "posted": request.POST,
        "tabs": tabs_of(slug, "people"),
    }
    return render(request, "accounts/console/people.html", context, status=status)


@login_required
@require_POST
def change(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """Give somebody another role."""
    brand, _role = brands.access(user=request.user, slug=slug)
    role = request.POST.get("role", "")
    return _do(
        request,
        brand,
        lambda: brand_people.change_role(by=request.user, brand=brand, handle=handle, role=role, now=clock.now()),
        _("The role is changed."),
    )


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """Take somebody off the brand, or leave it."""
    brand, _role = brands.access(user=request.user, slug=slug)
    is_self = handle == request.user.handle
    done = _("You do not work for this brand any more.") if is_self else _("They do not work for this brand any more.")
    response = _do(
        request,
        brand,
        lambda: brand_people.remove(by=request.user, brand=brand, handle=handle, now=clock.now()),
        done,
    )
    if brands.role_of(user=request.user, brand=brand).works_here:
        return response
    return web.see_other(reverse("accounts:brand", args=[slug]))


@login_required
@require_POST
def withdraw(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    brand, _role = brands.access(user=request.user, slug=slug)
    return _do(
        request,
        brand,
        lambda: brand_people.withdraw(by=request.user, brand=brand, public_id=public_id, now=clock.now()),
        _("The invitation is taken back."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show an invitation to whom it is for; take the answer."""
    invite = brands.find_invite(user=request.user, public_id=public_id, now=clock.now())
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        agrees = request.POST["answer"] == "yes"
        try:
            brand_people.answer(by=request.user, public_id=public_id, agrees=agrees, now=clock.now())
        except errors.Conflict as error:
            messages.error(request, str(error))
            return web.see_other(request.path)
        if agrees:
            messages.success(request, _("Welcome. This is where you work."))
            return web.see_other(reverse("accounts:console", args=[invite.brand.slug]))
        messages.success(request, _("Declined. Nothing has changed."))
        return web.see_other(reverse("accounts:brand", args=[invite.brand.slug]))
    context = {"nav": "", "invite": invite, "brand": invite.brand, "is_open": invite.state == "asked"}
    return render(request, "accounts/console/invite.html", context)


def _invite(request: MemberRequest, brand: Brand) -> HttpResponse:
    to, role = request.POST.get("to", ""), request.POST.get("role", "")
    made = brand_people.invite(by=request.user, brand=brand, to=to, role=role, now=clock.now())
    whom = made.user.display_name if made.user else made.email
    messages.success(request, _("%(whom)s is asked. It is theirs to say yes.") % {"whom": whom})
    return web.see_other(reverse("accounts:brand-people", args=[brand.slug]))


def _do(request: MemberRequest, brand: Brand, deed: Callable[[], object], done: str) -> HttpResponse:
    return web.attempt(request, deed, done=done, onward=reverse("accounts:brand-people", args=[brand.slug]))
