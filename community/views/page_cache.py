"""Whole pages kept in memory and given again while every live topic on them still has the version that was drawn.

Hearth's screens converge because whatever can change has a topic, whose version rises in the transaction of the change.
The same versions say, in one query, that a page drawn before is the page that would be drawn now.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from accounts.requests import PageRequest
from live.selectors import topics

TTL_SECONDS = 60
_STAND_IN = secrets.token_hex(32)  # what a kept page has in place of its reader's CSRF token
_TOKEN = re.compile(r'<meta name="csrf-token" content="([A-Za-z0-9]{64})">')


@dataclass(frozen=True)
class _Page:
    """A page without its token, and the versions it was drawn at."""

    html: str
    versions: Mapping[str, int]


def find(request: PageRequest, *vary: str | None) -> HttpResponse | None:
    """Return the page drawn before for this reader, address and `vary`, if all its topics stand where they stood.

    Args:
        vary: what the page shows beside its topics' content and the reader's own settings; None for "never kept".

    Queries: 1 when a page is kept, else none.
    """
    key = _key(request, vary)
    page: _Page | None = caches["pages"].get(key) if key else None
    if page is None or topics.versions(page.versions) != page.versions:
        return None
    return HttpResponse(page.html.replace(_STAND_IN, get_token(request)))


def keep(request: PageRequest, response: HttpResponse, versions: Mapping[str, int], *vary: str | None) -> HttpResponse:
    """Remember a page that was drawn from content read after `versions`; return it."""
    key = _key(request, vary)
    html = response.content.decode()
    token = _TOKEN.search(html)
    if key and token:
        page = _Page(html.replace(token[1], _STAND_IN), dict(versions))
        caches["pages"].set(key, page, TTL_SECONDS)
    return response


def _key(request: PageRequest, vary: tuple[str | None, ...]) -> str | None:
    user = request.user
    if None in vary or not user.is_authenticated or len(get_messages(request)):
        return None
    settings = (user.public_id, user.handle, user.display_name, user.time_zone, user.game_hidden, user.shortcuts_on)
    seen = (*settings, request.COOKIES.get("hearth_theme"), get_language(), request.get_full_path(), *vary)
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()
