"""Why these points: the whole history, in plain words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from gamify.presenters import events
from gamify.selectors import history, lapses
from gamify.views import guards
from lib import clock

_CURRENCIES = ("growth", "spark")


@require_safe
@guards.page
def index(request: MemberRequest) -> HttpResponse:
    """A page of what the member did, what each thing gave, and what did not count."""
    currency = request.GET.get("currency", "")
    currency = currency if currency in _CURRENCIES else ""
    page = history.history(user=request.user, currency=currency, after=request.GET.get("after", ""))
    kept = {"currency": currency} if currency else {}
    context = {
        "nav": "tasks",
        "events": events.rows(page.events, viewer=request.user, now=clock.now()),
        "more_url": f"{request.path}?{urlencode({**kept, 'after': page.next_cursor})}" if page.next_cursor else "",
        "currency": currency,
        "tabs": _tabs(currency),
        "lapses": lapses.soon(user=request.user, now=clock.now()),
    }
    part = "feed" if request.htmx and "after" in request.GET else "index"
    return render(request, f"gamify/points/{part}.html", context)


def _tabs(current: str) -> list[dict[str, object]]:
    labels = {"": _("Everything"), "growth": _("Growth"), "spark": _("Spark")}
    return [
        {"label": label, "url": f"?currency={key}" if key else "?", "is_current": key == current}
        for key, label in labels.items()
    ]
