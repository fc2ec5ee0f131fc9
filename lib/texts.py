"""Texts kept as data in several languages: `{"en": "Tea", "zh-hans": "茶桌"}`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

FALLBACK = "en"


def pick(texts: Mapping[str, str], locale: str | None = None) -> str:
    """Return the text in `locale` (the active language when None), else English, else any, else ""."""
    wanted = locale or get_language() or FALLBACK
    found = texts.get(wanted) or texts.get(wanted.split("-")[0]) or texts.get(FALLBACK)
    return found or next(iter(texts.values()), "")
