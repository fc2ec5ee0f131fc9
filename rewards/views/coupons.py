"""A member's coupons: those they were given, and those on their orders."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from lib import clock
from rewards.selectors import coupons
from rewards.views import tabs


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show one's coupons with their codes, the newest first."""
    found = coupons.mine(user=request.user, now=clock.now())
    context = {"nav": "buy", "found": found, "tabs": tabs.shop(request, "orders")}
    response = render(request, "rewards/coupon_list/index.html", context)
    add_never_cache_headers(response)  # codes
    return response
