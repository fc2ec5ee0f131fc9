"""The HTML of a shared topic: rendered once for each process, version and language."""

from __future__ import annotations

from django.core.cache import caches
from django.utils import translation

from live.registry import Found


def render(name: str, found: Found, locale: str, *, epoch: int, version: int) -> str:
    """Return the HTML of a shared topic, never older than `version`, which the caller knew before."""
    cache = caches["fragments"]
    key = f"live:{epoch}:{name}:{version}:{locale}"
    html: str | None = cache.get(key)
    if html is None:
        with translation.override(locale):
            html = found.render(locale)
        cache.set(key, html)
    return html
