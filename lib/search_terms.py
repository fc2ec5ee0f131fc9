"""The terms by which a text is found: stems of words, and single characters and pairs where words have no spaces.

Chinese, Japanese and Korean are found by pairs of neighbouring characters (bigrams), as databases without a dictionary
do it; words in Latin letters without their accents, English endings cut off by Snowball.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import snowballstemmer

LENGTH = 24
MOST_IN_TEXT = 2_000
MOST_IN_QUERY = 8

_WIDE = r"\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_MARKS = "".join(chr(code) for code in range(0x370, 0x1C00) if unicodedata.category(chr(code)).startswith("M"))
_RUN = re.compile(rf"(?P<wide>[{_WIDE}]+)|[^\W_{_WIDE}](?:[^\W_{_WIDE}]|[{_MARKS}])*")
_COMMON = frozenset("a an and are as at be for i in is it my of on or so that the this to was we with you".split())  # noqa: SIM905


def of_text(text: str) -> tuple[str, ...]:
    """Return the distinct terms of a text in their order, at most MOST_IN_TEXT."""
    return tuple(dict.fromkeys(_terms(text, is_query=False)))[:MOST_IN_TEXT]


def of_query(text: str) -> tuple[str, ...]:
    """Return the terms that a text must all have, at most MOST_IN_QUERY; words like "the" count only among their like.

    A single Chinese character is looked for as such; of two and more only the pairs.
    """
    terms = tuple(dict.fromkeys(_terms(text, is_query=True)))
    telling = tuple(term for term in terms if term not in _COMMON)
    return (telling or terms)[:MOST_IN_QUERY]


def _terms(text: str, *, is_query: bool) -> Iterator[str]:
    stemmer = snowballstemmer.stemmer("english")  # keeps state while it works: each call has its own
    for match in _RUN.finditer(_folded(text)):
        word = match[0]
        if match["wide"]:
            yield from _pairs(word, is_query=is_query)
        else:
            yield (stemmer.stemWord(word) if word.isascii() and word not in _COMMON else word)[:LENGTH]


def _pairs(run: str, *, is_query: bool) -> Iterator[str]:
    if not is_query or len(run) == 1:
        yield from run
    for left, right in pairwise(run):
        yield left + right


def _folded(text: str) -> str:
    """Return the text in small letters, full-width forms narrowed, accents taken off."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare).casefold()
