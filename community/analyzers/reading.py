"""How a text is cut before it is understood: bounded, folded letter for letter, its words and their places.

Every fold keeps the length, so that a place in the folded text is the same place in what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from operator import add
from typing import NamedTuple

from lib import languages

MOST = 4000  # characters that are read; the feeling of a longer post is in its beginning as well
LONGEST = 3  # characters of the longest Chinese piece
_REACH = 4  # words that a negation reaches
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDS = _WIDE | {0x130: "i", 0x2019: "'", 0x2018: "'", 0x3000: " ", 0: " "}
# What somebody else said, what is about somebody or elsewhere, the signs of Markdown, accents piled on letters.
_SILENT = re.compile(
    r"^[ \t]{0,3}>[^\n]*|https?://\S{1,2000}|[@＠][\w-]{1,40}|\[(?:name|religion)\]|\b/?[ru]/\w{1,40}"
    r"|[*_`~>\\\u0300-\u036f\u200b-\u200f\ufe0f]",
    re.MULTILINE,
)
_SPACES = re.compile(r"\s+")
_SIGNS = r"[!?]+|\.{2,}|[:=][-']?[()dpo/](?!\w)|<3|\d+|[.,]|[^\w\s]"
_LETTERS = r"[^\W\d_\u3040-\u9fff]"
_WORDS = re.compile(rf"{_LETTERS}+(?:'{_LETTERS}+)*|{_SIGNS}")
_PLAIN_WORDS = re.compile(rf"[a-z]+(?:'[a-z]+)*|{_SIGNS}", re.ASCII)  # the same for ASCII alone, and faster
_EVER = re.compile(r"\s+(?:been|felt|had|seen)\s+(?:so|more|this|such|happier|better)\b")
_REPEATED = re.compile(r"(.)\1{2,}")
NEGATIONS = frozenset(
    """
    not no never cannot without nothing nobody none neither nor hardly barely isnt dont doesnt didnt cant wont wasnt
    arent aint wouldnt couldnt shouldnt
    """.split()  # noqa: SIM905 -- a list of words
)

Span = tuple[int, int]


class Word(NamedTuple):
    """A word or a sign, as it counts, and its place; `negated_from` is where the "not" shortly before it stands."""

    form: str
    start: int
    end: int
    negated_from: int | None

    @property
    def is_negated(self) -> bool:
        return self.negated_from is not None

    @property
    def piece(self) -> str:
        return f"n:{self.form}" if self.is_negated else self.form


class Reading:
    """A text ready to be understood. Whatever it is handed, it neither raises nor reads more than MOST characters."""

    def __init__(self, text: str) -> None:
        self.text = text[:MOST]
        folded = self.text.translate(_FOLDS).lower()
        self.folded = _SILENT.sub(lambda match: " " * len(match[0]), folded)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """`zh` and `en` by their share, both for a mixed text; empty when there is nothing to read."""
        if self.folded.isascii():
            return ("en",) if languages.LATIN_WORD.search(self.folded) else ()
        han = len(languages.HAN.findall(self.folded))
        latin = len(languages.LATIN_WORD.findall(self.folded))
        return tuple(key for key, count in (("zh", han), ("en", latin)) if count and count * 4 >= han + latin)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """English words with what negates them; a comma or the end of a sentence ends a negation."""
        return tuple(self._words())

    def pieces(self, language: str) -> Sequence[str]:
        """Return what the model of `language` counts: every run of one to LONGEST characters, or words and pairs."""
        return self._runs if language == "zh" else [piece for piece, _span in self._said]

    def span(self, piece: str, language: str) -> Span | None:
        """Return where `piece` stands first: with its "not" when it is negated. None where white space was folded."""
        if language != "zh":
            return self._places.get(piece)
        start = self.folded.find(piece)
        return (start, start + len(piece)) if start >= 0 else None

    @cached_property
    def _runs(self) -> list[str]:
        flat = _SPACES.sub(" ", self.folded)
        runs, longer = list(flat), list(flat)
        for size in range(1, LONGEST):
            longer = list(map(add, longer, flat[size:]))
            runs += longer
        return runs

    @cached_property
    def _said(self) -> list[tuple[str, Span]]:
        words = self.words
        single = [
            (word.piece, (word.start if word.negated_from is None else word.negated_from, word.end)) for word in words
        ]
        return single + [(f"{one.form} {other.form}", (one.start, other.end)) for one, other in pairwise(words)]

    @cached_property
    def _places(self) -> dict[str, Span]:
        return dict(reversed(self._said))

    def _words(self) -> Iterator[Word]:
        left, negated_from, is_drawn_out = 0, 0, _REPEATED.search(self.folded) is not None
        pattern = _PLAIN_WORDS if self.folded.isascii() else _WORDS
        for match in pattern.finditer(self.folded):
            form = match[0]
            if is_drawn_out and len(form) > 2:
                form = _REPEATED.sub(r"\1\1", form)
            if form[0] in ".,!?":
                left = 0
            if form in ".,":
                continue
            if form == "never" and _EVER.match(self.folded, match.end()):
                continue  # "never been so happy" is very happy
            yield Word(form, match.start(), match.end(), negated_from if left > 0 else None)
            left -= 1
            if form in NEGATIONS or form.endswith("n't"):
                left, negated_from = _REACH, match.start()
