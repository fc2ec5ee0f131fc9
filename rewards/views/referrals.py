"""Bringing friends: one's own link, and the page that a friend sees first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest, PageRequest
from accounts.services import invite_codes
from lib import clock
from live.selectors import topics
from rewards import qr
from rewards.selectors import referrals as reads
from rewards.services import referrals


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the member's link, and who came by it."""
    topic = reads.topic_of(request.user)
    versions = topics.versions([topic])
    code = referrals.link_of(user=request.user, now=clock.now()).code
    link = request.build_absolute_uri(reverse("rewards:referral", args=[code]))
    context = {
        "nav": "self",
        "topic": topic,
        "live_versions": versions,
        "link": link,
        "qr": qr.draw(link, _("QR code of the link")),
        "found": reads.brought(user=request.user),
        "days": referrals.DAYS,
        "matures_days": referrals.MATURES.days,
    }
    return render(request, f"rewards/referrals/{'list' if request.htmx else 'index'}.html", context)


@require_safe
def landing(request: PageRequest, code: str) -> HttpResponse:
    """Greet a friend, and remember by whose link they came until they make an account."""
    by = reads.referrer_of(code=code)
    if not request.user.is_authenticated:
        invite_codes.remember(request.session, code)
    return render(request, "rewards/referral/index.html", {"by": by, "is_member": request.user.is_authenticated})
