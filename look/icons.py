"""Inline SVG icons: Lucide from its package, a few of our own, each read once and kept in memory."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

logger = logging.getLogger(__name__)

FALLBACK = "circle-dashed"

OWN = {
    "scribble": '<path d="M3 15c2-6 5-9 6-7s-4 8-2 8 6-11 8-10-4 10-2 10 4-5 5-6 3 0 3 2-1 4-2 5"/>',
}

# How its lines are drawn says `.icon` in base.css, once for the hundreds of a page.
_FRAME = '<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>'


class IconMissing(KeyError):
    """Neither Lucide nor Hearth draws an icon of this name."""


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Return every icon name that can be drawn."""
    lucide = (name.removesuffix(".svg") for name in _archive().namelist())
    return frozenset(lucide) | frozenset(OWN)


@lru_cache(maxsize=2048)
def _shapes(name: str) -> str:
    if name in OWN:
        return OWN[name]
    if name not in names():
        raise IconMissing(name)
    svg = _archive().read(f"{name}.svg").decode()
    return re.sub(r"\s+", " ", svg[svg.index(">") + 1 : svg.rindex("</svg>")]).strip()


def draw(name: str, title: str = "") -> SafeString:
    """Draw an icon; without a title it is decoration and hidden from assistive technology.

    An unknown name (group icons are data) is logged and drawn as a dashed circle.
    """
    try:
        shapes = _shapes(name)
    except IconMissing:
        logger.warning("icon %r does not exist", name)
        shapes = _shapes(FALLBACK)
    return format_html(_FRAME, _labelled(title), mark_safe(shapes))  # noqa: S308  # package data


def _labelled(title: str) -> SafeString:
    if title:
        return format_html('role="img" aria-label="{}"', title)
    return mark_safe('aria-hidden="true"')
