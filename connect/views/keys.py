"""API keys of members and brands: made with the password at hand, shown once, gone in one press."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Brand
from accounts.requests import MemberRequest
from accounts.selectors import brands
from connect.forms.key import KeyForm
from connect.selectors import keys as reads
from connect.services import keys
from lib import clock, draft_forms, errors, public_id as ids, web


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what the member connected."""
    lines = reads.of_member(user=request.user, now=clock.now())
    return render(request, "connect/keys/index.html", {"nav": "settings", "lines": lines, "brand": None})


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Make a key of one's own."""
    return _new(request, None)


@login_required
@require_POST
def revoke(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a key away."""
    return _revoke(request, public_id, reverse("connect:keys"))


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_of_brand(request: MemberRequest, slug: str) -> HttpResponse:
    """Make a key for a brand that one works for."""
    brand, role = brands.access(user=request.user, slug=slug)
    if not role.works_here:
        raise errors.NotAllowed(_("Only the brand's own people make keys for it."))
    return _new(request, brand)


@login_required
@require_POST
def revoke_of_brand(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a key of the brand away."""
    brands.access(user=request.user, slug=slug)
    return _revoke(request, public_id, reverse("connect:connections", args=[slug]))


def _revoke(request: MemberRequest, public_id: str, back: str) -> HttpResponse:
    key = keys.revoke(by=request.user, public_id=public_id, now=clock.now())
    messages.success(request, _("“%(name)s” is revoked. It opens nothing any more.") % {"name": key.name})
    return web.see_other(back)


@sensitive_variables("made")
def _new(request: MemberRequest, brand: Brand | None) -> HttpResponse:
    first = {"public_id": ids.new(), "scopes": ["read"]}
    offered = reads.offered(user=request.user, brand=brand)
    form = KeyForm(request.POST or None, offered=offered, is_brands=brand is not None, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if made := _made(request, form, brand):
                return render(request, "connect/keys/made.html", _context(brand) | {"made": made}, status=201)
        except keys.MadeAlready as error:
            messages.error(request, str(error))
            return web.see_other(_context(brand)["back"])
        except keys.TooMany as error:
            form.add_error(None, str(error))
            status = 409
    return render(request, "connect/keys/new.html", _context(brand) | {"form": form}, status=status)


def _made(request: MemberRequest, form: KeyForm, brand: Brand | None) -> keys.Made | None:
    """Make what the form says; None when it says something wrong."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return keys.make(
            by=request.user,
            name=said["name"],
            wanted=said["scopes"],
            days=said["days"],
            public_id=said["public_id"],
            brand=brand,
            now=clock.now(),
        )
    except errors.Invalid as error:
        draft_forms.show(form, error)
        return None


def _context(brand: Brand | None) -> dict[str, Any]:
    back = reverse("connect:connections", args=[brand.slug]) if brand else reverse("connect:keys")
    return {"nav": "console" if brand else "settings", "brand": brand, "back": back}
