"""The HTML of a shared topic: rendered once for each process, version and language."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches
from django.utils import translation

from live import snapshot
from live.registry import Found


@dataclass(frozen=True)
class Fragment:
    version: int
    html: str


def read(name: str, found: Found, locale: str) -> Fragment:
    """Return the newest HTML of a shared topic. Its version is read first: the HTML is never older than it says."""
    now = snapshot.take([name])
    version = now.versions[name]
    cache = caches["fragments"]
    key = f"live:{now.epoch}:{name}:{version}:{locale}"
    html = cache.get(key)
    if html is None:
        with translation.override(locale):
            html = found.render(locale)
        cache.set(key, html)
    return Fragment(version=version, html=html)
