"""A form whose token is not this browser's: its page is older than the last sign-in, or no cookie came along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.utils.translation import gettext as _

from lib import web

_SECRET = re.compile(r"pass|token|secret|login|code", re.IGNORECASE)
_MOST = 12


def answer(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say it in the reader's language, and give back what was written: nothing was sent."""
    is_ours = "Origin" in request.headers and not reason.startswith("Origin")  # which is looked at before the token
    why = _why(reason)
    if getattr(request, "htmx", False) or request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(why, status=403, content_type="text/plain; charset=utf-8")
    words = "\n\n".join(_texts(request)) if is_ours else ""  # of another site's form its visitor has written nothing
    return render(
        request, "errors/stale.html", {"why": why, "words": words, "back": web.back(request, "/")}, status=403
    )


def _why(reason: str) -> str:
    if reason.startswith(("Origin", "Referer")):
        return _("This was sent from a page of another site, so it was not taken.")
    if reason == REASON_NO_CSRF_COOKIE:
        return _(
            "Your browser sent no cookie, so nothing was sent. "
            "Allow cookies for this site, open the page again and send it from there."
        )
    return _(
        "You signed in or out after this page was opened, so nothing was sent. "
        "Open the page again and send it from there."
    )


def _texts(request: HttpRequest) -> Iterator[str]:
    """Yield what reads like words; names of choices, ids and secrets are of no use to anybody."""
    for name, values in list(request.POST.lists())[:_MOST]:
        if not _SECRET.search(name):
            yield from (value for value in values[:_MOST] if not value.isascii() or " " in value.strip())
