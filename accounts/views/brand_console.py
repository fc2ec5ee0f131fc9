"""The console of a brand: what waits, what runs, and the page that everybody sees of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import brand_registry
from accounts.brand_tabs import tabs_of
from accounts.forms.brand import BrandPageForm
from accounts.models import Brand
from accounts.policies import Role
from accounts.requests import MemberRequest
from accounts.selectors import brands
from accounts.services import brand_pages
from lib import clock, draft_forms, errors, web


@login_required
@require_safe
def overview(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what waits for the brand's people, what runs and what it has to give."""
    brand, role = brands.access(user=request.user, slug=slug)
    shelves = brand_registry.shelves.every()
    running = [line for shelf in shelves for line in shelf.running(request.user, brand)]
    panels = [panel.render(request, brand) for panel in brand_registry.panels.every()]
    context = {
        "nav": "console",
        "brand": brand,
        "role": role,
        "waiting": [line for shelf in shelves for line in shelf.waiting(request.user, brand)],
        "running": sorted(running, key=lambda line: (line.until is None, line.until)),
        "panels": [mark_safe(panel) for panel in panels if panel],  # noqa: S308  # rendered templates
        "beginnings": _beginnings(brand),
        "tabs": tabs_of(slug, "overview"),
    }
    return render(request, "accounts/console/overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, slug: str) -> HttpResponse:
    """Write the brand's page; what was typed stays whatever happens."""
    brand, role = brands.access(user=request.user, slug=slug)
    if request.method != "POST":
        return _page(request, brand, role, BrandPageForm(brand))
    brand, role = brands.access(user=request.user, slug=slug, owner=True)
    form = BrandPageForm(brand, request.POST)
    picture_error = _put_picture(request, brand)

    def edit() -> None:
        seen = request.POST.get("seen", "")
        brand_pages.edit(by=request.user, brand=brand, **form.columns(), seen=seen, now=clock.now())

    is_saved = form.is_valid() and draft_forms.attempt(form, edit)
    if not is_saved or picture_error:
        return _page(request, *brands.access(user=request.user, slug=slug), form, picture_error)
    messages.success(request, _("Saved. Everybody reads it now."))
    return web.see_other(reverse("accounts:brand-page", args=[slug]))


@login_required
@require_POST
def picture_out(request: MemberRequest, slug: str) -> HttpResponse:
    """Show no picture."""
    brand, _role = brands.access(user=request.user, slug=slug, owner=True)
    brand_pages.take_picture_out(by=request.user, brand=brand, now=clock.now())
    messages.success(request, _("The picture is gone."))
    return web.see_other(reverse("accounts:brand-page", args=[slug]))


def _put_picture(request: MemberRequest, brand: Brand) -> str:
    """Keep the picture even if something else is wrong: a browser does not send a file twice."""
    file = request.FILES.get("picture")
    if file is None:
        return ""
    try:
        brand_pages.put_picture(by=request.user, brand=brand, file=file, now=clock.now())
    except errors.Invalid as error:
        return error.words
    return ""


def _page(
    request: MemberRequest, brand: Brand, role: Role, form: BrandPageForm, picture_error: str = ""
) -> HttpResponse:
    is_wrong = form.has_errors or bool(picture_error)
    context: dict[str, Any] = {
        "nav": "console",
        "brand": brand,
        "role": role,
        "form": form,
        "rival": form.rival,
        "picture_error": picture_error,
        "is_wrong": is_wrong,
        "seen": brand_pages.version_of(brand) if form.rival or not is_wrong else request.POST.get("seen", ""),
        "tabs": tabs_of(brand.slug, "page"),
    }
    return render(request, "accounts/console/page.html", context, status=422 if is_wrong else 200)


def _beginnings(brand: Brand) -> Iterable[tuple[brand_registry.Tab, str]]:
    """Return what a brand can begin with, and where."""
    return [(tab, reverse(tab.url_name, args=[brand.slug])) for tab in brand_registry.tabs.every() if tab.hint]
