"""What a brand has connected: its people's keys, and where news of it goes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.brand_tabs import tabs_of
from accounts.requests import MemberRequest
from accounts.selectors import brands
from connect.selectors import keys, webhooks
from lib import clock


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show both to the brand's people."""
    brand, role = brands.access(user=request.user, slug=slug)
    lines = keys.of_brand(brand=brand, viewer=request.user, is_owner=role.is_owner, now=clock.now())
    context = {
        "nav": "console",
        "brand": brand,
        "role": role,
        "tabs": tabs_of(slug, "connections"),
        "lines": lines,
        "endpoints": webhooks.of_desk(brand=brand),
    }
    return render(request, "connect/connections/index.html", context)
