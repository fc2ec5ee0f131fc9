"""The seeds alone: no file of weights, every language they know, and the words themselves as the reason."""

from __future__ import annotations

from community.analyzers import seeds
from community.analyzers.reading import Reading
from community.analyzers.registry import Analysis, Analyzer, Suggestion, add

MODEL_ID = "lexicon-1"
_LEAST = 1.0  # one whole seed; half a one is not enough to speak


def read(reading: Reading) -> Analysis:
    """Return a feeling for each whole seed; two seeds for the same one make it likelier."""
    spoken: dict[str, float] = {}
    words: dict[str, dict[str, None]] = {}
    for hit in seeds.hits(reading):
        spoken[hit.tag] = spoken.get(hit.tag, 0.0) + hit.weight
        words.setdefault(hit.tag, {})[reading.text[hit.start : hit.end]] = None
    heard = sorted(
        ((weight, tag) for tag, weight in spoken.items() if weight >= _LEAST), key=lambda one: (-one[0], one[1])
    )
    found = (Suggestion(tag, round(weight / (weight + 1), 4), tuple(words[tag])[:3]) for weight, tag in heard)
    return Analysis(MODEL_ID, tuple(found))


add(Analyzer("lexicon", read))
