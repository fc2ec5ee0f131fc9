"""How good a model is on labelled posts: what the bar of docs/feelings.md is measured in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from community.analyzers import ngram, registry, seeds
from community.analyzers.model import Head, Model
from community.analyzers.reading import Reading
from community.analyzers.training.corpora import Example

JOYS = frozenset({"fun", "warmth", "gratitude", "inspired", "hope", "calm"})
_TOP = 3
_ROUNDS = 12
_SHORT, _LONG = 140, 2000  # characters
_TIMES = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """All from 0 to 1 but milliseconds: of a post as it comes, of one of 140 and of 2,000 characters."""

    macro_f1: float
    micro_f1: float
    precision: float
    silence: float
    top: float
    shown: float
    post_ms: float
    short_ms: float
    long_ms: float
    of_heads: dict[str, float]


def measure(model: Model, examples: Sequence[Example]) -> Figures:
    """Return the figures of `model` as it is shipped, on the posts of a split."""
    started = time.process_time()
    analyses = [registry.analyze(each.text, by="ngram") for each in examples]
    spent = time.process_time() - started
    rows = [_likely(model, each.text) for each in examples]
    said = [_said(analysis, model.language) for analysis in analyses]
    felt = [each.tags for each in examples]
    macro, micro, of_heads = f1(model.heads, rows, felt)
    right = [tag in tags for tags, tags_said in zip(felt, said, strict=True) for tag in tags_said]
    quiet = [not tags_said for each, tags_said in zip(examples, said, strict=True) if each.is_neutral]
    text = " ".join(each.text for each in examples)
    text *= 1 + _ROUNDS * _LONG // len(text)
    return Figures(
        macro,
        micro,
        _share(right),
        _share(quiet),
        _share(_top(model.heads, rows, felt)),
        len(right) / len(examples),
        1000 * spent / len(examples),
        _milliseconds(text, _SHORT),
        _milliseconds(text, _LONG),
        of_heads,
    )


def f1(
    heads: Sequence[Head], rows: Sequence[Sequence[float]], felt: Sequence[frozenset[str]]
) -> tuple[float, float, dict[str, float]]:
    """Return macro and micro F1 at the heads' thresholds, and each head's own."""
    counts = {head.key: [0, 0, 0] for head in heads}  # right, said in vain, missed
    for row, tags in zip(rows, felt, strict=True):
        for head, likely in zip(heads, row, strict=True):
            is_said, is_so = likely >= head.threshold, head.key in tags
            for place in compress(range(3), (is_said and is_so, is_said and not is_so, is_so and not is_said)):
                counts[head.key][place] += 1
    own = {key: _f1(*found) for key, found in counts.items()}
    whole = [sum(found) for found in zip(*counts.values(), strict=True)]
    return sum(own.values()) / len(own), _f1(*whole), own


def _f1(right: int, vain: int, missed: int) -> float:
    return 2 * right / max(1, 2 * right + vain + missed)


def _likely(model: Model, text: str) -> list[float]:
    reading = Reading(text)
    return ngram.likely(model, reading, seeds.hits(reading))


def _said(analysis: registry.Analysis, language: str) -> frozenset[str]:
    """Return what was suggested, in the labels of the posts: the Chinese ones know one joy."""
    tags = [each.tag for each in analysis.suggestions]
    return frozenset("joy" if language == "zh" and tag in JOYS else tag for tag in tags)


def _top(heads: Sequence[Head], rows: Iterable[Sequence[float]], felt: Iterable[frozenset[str]]) -> list[bool]:
    found = []
    for row, tags in zip(rows, felt, strict=True):
        if tags:
            ranked = sorted(zip(row, heads, strict=True), key=lambda one: -one[0])
            found.append(any(head.key in tags for _likely, head in ranked[:_TOP]))
    return found


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0


def _milliseconds(text: str, size: int) -> float:
    """Return what a text of `size` characters takes, by the best round: what else runs only adds."""
    rounds = []
    for at in range(_ROUNDS):
        part = text[at * size : (at + 1) * size]
        started = time.process_time()
        for _time in range(_TIMES):
            registry.analyze(part, by="ngram")
        rounds.append((time.process_time() - started) / _TIMES)
    return 1000 * min(rounds)
