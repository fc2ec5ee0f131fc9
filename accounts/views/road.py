"""The road of whoever asks: for nobody else, ever."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import road
from accounts.requests import MemberRequest
from accounts.selectors import road as reads
from lib import clock


@login_required
@never_cache
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show one's own ladders, feelings, and a month of what touched one."""
    now, user = clock.now(), request.user
    show = request.GET.get("show", "")
    month = reads.month(user=user, asked=request.GET.get("month", ""), show=show, now=now)
    context = {
        "nav": "road",
        "road": reads.of(user=user, now=now),
        "feelings": reads.feelings(user=user, now=now),
        "month": month,
        "show": show if show in _labels() else "",
        "filters": _filters(month, show),
        "earlier_url": _url(month.earlier, show),
        "later_url": _url(month.later, show),
    }
    return render(request, "accounts/road/index.html", context)


def _filters(month: reads.Month, show: str) -> list[dict[str, Any]]:
    labels = _labels()
    chosen = show if show in labels else ""
    return [
        {"label": label, "url": _url(month.first, key), "is_current": key == chosen} for key, label in labels.items()
    ]


def _labels() -> dict[str, str]:
    parts = {key: str(label) for key, label in road.CHAPTERS.items()}
    return {"": _("Everything"), **parts, road.GOOD: _("What did me good"), road.HARD: _("What was hard")}


def _url(first: Any, show: str) -> str:
    if first is None:
        return ""
    asked = {"month": f"{first:%Y-%m}", **({"show": show} if show in _labels() and show else {})}
    return f"{reverse('accounts:road')}?{urlencode(asked)}#account"
