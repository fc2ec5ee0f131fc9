"""The seeds alone: no file of weights, every language they know, and the words themselves as the reason."""

from __future__ import annotations

from collections.abc import Iterable

from community.analyzers import seeds
from community.analyzers.reading import Reading
from community.analyzers.registry import Analysis, Analyzer, Suggestion, add
from community.analyzers.seeds import Hit

MODEL_ID = "lexicon-1"
_LEAST = 1.0  # one whole seed; half a one is not enough to speak


def read(reading: Reading) -> Analysis:
    return Analysis(MODEL_ID, heard(reading, seeds.hits(reading)))


def heard(reading: Reading, hits: Iterable[Hit]) -> tuple[Suggestion, ...]:
    """Return a feeling for each whole seed; two seeds for the same one make it likelier."""
    spoken: dict[str, float] = {}
    words: dict[str, dict[str, None]] = {}
    for hit in hits:
        spoken[hit.tag] = spoken.get(hit.tag, 0.0) + hit.weight
        words.setdefault(hit.tag, {})[reading.text[hit.start : hit.end]] = None
    ranked = sorted((tag for tag in spoken if spoken[tag] >= _LEAST), key=lambda tag: (-spoken[tag], tag))
    return tuple(Suggestion(tag, _likely(spoken[tag]), tuple(words[tag])[:3]) for tag in ranked)


def _likely(weight: float) -> float:
    return round(weight / (weight + 1), 4)


add(Analyzer("lexicon", read))
