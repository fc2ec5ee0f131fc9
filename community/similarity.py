"""How close two texts are: near-duplicates of a title while it is typed. Pure, for any script.

Texts are cut into overlapping pieces, pairs of Chinese characters and triples of letters, so that neither Chinese,
which writes no spaces, nor an English plural needs a dictionary. The measure is the Sørensen-Dice coefficient of the
pieces, or, for a short text within a longer one, how much of it is found there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

CLOSE = 45  # percent: shown as a near-duplicate
LEAST = 2  # characters, before anything is compared
MOST = 400  # characters that are compared
_NOT_WORDS = re.compile(r"[\W_]+")
_EMPTY = frozenset(("a", "an", "the", "of", "for", "to", "and", "or", "with", "in", "on", "的", "了", "和", "与", "吗"))

Grams = Counter[str]


@dataclass(frozen=True, slots=True)
class Near:
    """Something close: its key and how close, in percent."""

    key: int
    percent: int


def grams(text: str) -> Grams:
    """Return the pieces of every word with its edges, of Chinese without."""
    folded = unicodedata.normalize("NFKC", text[:MOST]).casefold()
    words = [word for word in _NOT_WORDS.split(folded) if word and word not in _EMPTY]
    found: Grams = Counter()
    for word in words:
        if any("\u3040" <= character <= "\u9fff" for character in word):
            kept = "".join(character for character in word if character not in _EMPTY) or word
            found.update(kept[place : place + 2] for place in range(max(len(kept) - 1, 1)))
        else:
            edged = f"·{word}·"
            found.update(edged[place : place + 3] for place in range(len(edged) - 2))
    return found


def percent(one: Grams, other: Grams) -> int:
    """Return 0 to 100: 100 for the same words, whatever their order."""
    if not one or not other:
        return 0
    shared = sum((one & other).values())
    dice = 200 * shared // (one.total() + other.total())
    smaller = min(one.total(), other.total())
    within = 80 * shared // smaller if smaller >= 6 else 0
    return max(dice, within)


def nearest(text: str, known: Iterable[tuple[int, str]], *, least: int = CLOSE, most: int = 5) -> tuple[Near, ...]:
    """Return the closest of `known` (key and text), the closest first, then the oldest key."""
    if len(text.strip()) < LEAST:
        return ()
    mine = grams(text)
    scored = ((percent(mine, grams(words)), key) for key, words in known)
    close = sorted((-score, key) for score, key in scored if score >= least)
    return tuple(Near(key, -score) for score, key in close[:most])
