"""Which language a text is in, as far as its letters tell."""

from __future__ import annotations

import re

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
KANA = re.compile(r"[\u3040-\u30ff]")
LATIN_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset("the a an and to of i it is in my that for with you was this on not but so as at we".split())  # noqa: SIM905


def language_of(text: str) -> str:
    """Return `zh-hans`, `ja`, `en`, or "" when it is none of these for certain."""
    han, kana = len(HAN.findall(text)), len(KANA.findall(text))
    latin = [word.lower() for word in LATIN_WORD.findall(text)]
    if kana > 2 and kana * 3 > han:
        return "ja"
    if han > len(latin):
        return "zh-hans"
    return "en" if latin and sum(word in _ENGLISH for word in latin) * 8 >= len(latin) else ""
