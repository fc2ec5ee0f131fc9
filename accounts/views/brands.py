"""The public page of a brand, and its picture."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import brand_registry
from accounts.requests import PageRequest
from accounts.selectors import brands, people
from lib import web


@require_safe
def detail(request: PageRequest, slug: str) -> HttpResponse:
    """A brand's story, what it runs now and who speaks for it."""
    found = people.get_brand(slug=slug)
    staff = brands.staff(brand=found)
    works_here = any(row.user == request.user for row in staff)
    context = {
        "brand": found,
        "staff": [row.user for row in staff if row.user.is_active],
        "works_here": works_here,
        "may_run": works_here or getattr(request.user, "is_staff", False),
        "shown": [line for shelf in brand_registry.shelves.every() for line in shelf.shown(request.user, found)],
    }
    return render(request, "accounts/brand/index.html", context)


@require_safe
def picture(request: PageRequest, slug: str, stem: str) -> HttpResponse:
    """Send the picture; another one has another address."""
    return _send(slug, stem, is_small=False)


@require_safe
def small_picture(request: PageRequest, slug: str, stem: str) -> HttpResponse:
    """Send it at 640 pixels or fewer."""
    return _send(slug, stem, is_small=True)


def _send(slug: str, stem: str, *, is_small: bool) -> HttpResponse:
    found = people.get_brand(slug=slug)
    name = found.image.name if found.picture_key == stem else ""
    return web.picture(name, title=slug, is_small=is_small, is_public=True)
