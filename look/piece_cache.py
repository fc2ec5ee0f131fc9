"""Pieces of a page drawn once for all who see the same: the reader's CSRF token and address are put in afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

TTL_SECONDS = 300
# Stand-ins that nobody can write into a name or a text: they are drawn by chance in each process.
_TOKEN = secrets.token_hex(16)
_PATH = secrets.token_hex(16)


@dataclass(frozen=True)
class StandIn:
    """What a kept piece may ask of the request."""

    get_full_path: str = _PATH
    path: str = _PATH


def keep(name: str, vary: tuple[object, ...], draw: Callable[[Mapping[str, Any]], str], context: Context) -> SafeString:
    """Return the piece `name`, drawn by `draw(stand_ins)` when no piece for this language and `vary` is kept.

    Args:
        vary: everything but token and address that the piece shows; versions where it shows content. A None among
            them means that this once the piece is nobody else's, and is not kept.
        context: the page's context, of which the token and the address are taken.
    """
    if None in vary:
        return mark_safe(draw({}))  # noqa: S308  # drawn by a template
    seen = blake2b(repr(vary).encode(), digest_size=16).hexdigest()
    key = f"kept:{name}:{get_language()}:{seen}"
    html = caches["fragments"].get(key)
    if html is None:
        html = draw({"csrf_token": _TOKEN, "request": StandIn()})
        caches["fragments"].set(key, html, TTL_SECONDS)
    if _TOKEN in html:
        html = html.replace(_TOKEN, str(context["csrf_token"]))
    if _PATH in html:
        html = html.replace(_PATH, escape(context["request"].get_full_path()))
    return mark_safe(html)  # noqa: S308  # drawn by a template
