"""Texts kept as data in several languages: `{"en": "Tea", "zh-hans": "茶桌"}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

FALLBACK = "en"
_WIDE_ENDS = tuple("。！？）》」")  # these bring their own space


def pick(texts: Mapping[str, str], locale: str | None = None) -> str:
    """Return the text in `locale` (the active language when None), else English, else any, else ""."""
    wanted = locale or get_language() or FALLBACK
    found = texts.get(wanted) or texts.get(wanted.split("-")[0]) or texts.get(FALLBACK)
    return found or next(iter(texts.values()), "")


def gap(sentence: str) -> str:
    """Return `sentence` with the space that another one after it needs."""
    has_space = not sentence or sentence.rstrip("”’").endswith(_WIDE_ENDS)
    return sentence if has_space else f"{sentence} "


def join(sentences: Iterable[object]) -> str:
    """Return the sentences in a row."""
    return "".join(gap(str(sentence)) for sentence in sentences).rstrip()
