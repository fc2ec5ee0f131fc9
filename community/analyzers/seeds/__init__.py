"""The seed lexicon: some hundred words and signs that say a feeling by themselves, in both languages. Ours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import add
from pathlib import Path

from community.analyzers.reading import Reading

_FOLDER = Path(__file__).parent
_LATIN = re.compile(r"[a-z:=<]")
_NOT_BEFORE = re.compile(r"(?:不|没有?|别|未|无|莫|毫无)[太很是怎么那能会再要用必]{0,2}$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A seed in a text: what it speaks for, how much, and where it stands."""

    tag: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Seeds by their first two characters, the longest first; English ones by their first word."""

    signs: dict[str, tuple[tuple[str, str, float], ...]]
    phrases: dict[str, tuple[tuple[list[str], str, float], ...]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once."""
    signs: dict[str, list[tuple[str, str, float]]] = {}
    phrases: dict[str, list[tuple[list[str], str, float]]] = {}
    for tag, word, weight in (*_entries("zh"), *_entries("emoji")):
        signs.setdefault(word[:2], []).append((word, tag, weight))
    for tag, word, weight in _entries("en"):
        phrases.setdefault(word.split("_")[0], []).append((word.split("_"), tag, weight))
    longest_first = {first: tuple(sorted(found, key=_longest)) for first, found in signs.items()}
    return Lexicon(longest_first, {first: tuple(found) for first, found in phrases.items()})


def _longest(seed: tuple[str, str, float]) -> tuple[int, str, str]:
    return -len(seed[0]), seed[0], seed[1]


def _entries(name: str) -> Iterator[tuple[str, str, float]]:
    for tag, words in tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")).items():
        for word in words.split():
            yield tag, word.rstrip("~"), 0.5 if word.endswith("~") else 1.0


def hits(reading: Reading) -> tuple[Hit, ...]:
    """Return the seeds that `reading` holds and does not deny, in no order of the text."""
    return (*_signs(reading), *_phrases(reading))


def _signs(reading: Reading) -> Iterator[Hit]:
    text, known, end = reading.folded, lexicon().signs, 0
    pairs = map(add, text, text[1:] + "\0")
    begun = [(at, pair) for at, pair in enumerate(pairs) if pair in known or pair[0] in known]
    for at, pair in begun:
        seeds = (*known.get(pair, ()), *known.get(pair[0], ()))
        fitting = [seed for seed in seeds if text.startswith(seed[0], at)]
        if at < end or not fitting:
            continue
        end = at + len(fitting[0][0])
        if not _NOT_BEFORE.search(text, max(0, at - 4), at):
            yield from (Hit(tag, weight, at, end) for word, tag, weight in fitting if at + len(word) == end)


def _phrases(reading: Reading) -> Iterator[Hit]:
    if not _LATIN.search(reading.folded):
        return
    known, words = lexicon().phrases, reading.words
    forms = [word.form for word in words]
    for at, word in enumerate(words):
        for phrase, tag, weight in () if word.is_negated else known.get(word.form, ()):
            if forms[at : at + len(phrase)] == phrase:
                yield Hit(tag, weight, word.start, words[at + len(phrase) - 1].end)
