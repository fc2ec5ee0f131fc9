"""From labelled posts to a model: pieces chosen, weights solved and made small."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from community.analyzers import seeds
from community.analyzers.model import TAGS, Head, Model, Vector, seed_values, weighed
from community.analyzers.reading import Reading
from community.analyzers.training import solver
from community.analyzers.training.corpora import FAMILIES, Example

HEADS = {"zh": tuple(FAMILIES.values()), "en": TAGS}
LEAST = {"zh": 2, "en": 3}  # posts that hold a piece, for it to be learnt
SEED = 20_261_123
_STEPS = 127
_RARITY_STEPS = 255


@dataclass(frozen=True, slots=True)
class Sample:
    """A post ready to learn from."""

    pieces: tuple[str, ...]
    seeds: tuple[float, ...]
    tags: frozenset[str]
    is_neutral: bool


def sample(example: Example, language: str) -> Sample:
    reading = Reading(example.text)
    pieces = tuple(reading.pieces(language))
    return Sample(pieces, seed_values(seeds.hits(reading)), example.tags, example.is_neutral)


def fit(samples: Sequence[Sample], language: str, most: int) -> Model:
    """Return a model of at most `most` pieces, neither calibrated nor with thresholds yet.

    It is solved twice: with every piece that is not rare, then with those alone that weighed most.
    """
    rarity = _rarities(samples, LEAST[language])
    solved = _solve(samples, rarity, HEADS[language])
    heaviest = sorted(rarity, key=lambda piece: (-max(abs(row[piece]) for row in solved), piece))[:most]
    if len(heaviest) < len(rarity):
        rarity = {piece: rarity[piece] for piece in sorted(heaviest)}
        solved = _solve(samples, rarity, HEADS[language])
    return _small(solved, rarity, language)


def _rarities(samples: Sequence[Sample], least: int) -> dict[str, float]:
    posts = {id(each): each for each in samples}.values()  # one that counts several times is one post all the same
    counts = Counter(piece for each in posts for piece in set(each.pieces))
    known = sorted(piece for piece, count in counts.items() if count >= least)
    return {piece: math.log((1 + len(posts)) / (1 + counts[piece])) + 1 for piece in known}


@dataclass(frozen=True, slots=True)
class _Solved:
    key: str
    weights: dict[str, float]
    seeds: tuple[float, ...]
    bias: float

    def __getitem__(self, piece: str) -> float:
        return self.weights[piece]


def _solve(samples: Sequence[Sample], rarity: dict[str, float], keys: Sequence[str]) -> list[_Solved]:
    places = {piece: place for place, piece in enumerate(rarity)}
    values, size = list(rarity.values()), len(rarity)
    rows = [_row(each, weighed(each.pieces, places, values), size) for each in samples]
    found = []
    for number, key in enumerate(keys):
        answers = [key in each.tags for each in samples]
        solved = solver.solve(rows, answers, size + len(TAGS) + 1, SEED + number)
        weights = dict(zip(rarity, solved[:size], strict=True))
        found.append(_Solved(key, weights, tuple(round(each, 4) for each in solved[size:-1]), round(solved[-1], 4)))
    return found


def _row(each: Sample, vector: Vector, size: int) -> Vector:
    places, values = vector
    spoken = compress(range(len(TAGS)), each.seeds)
    return (*places, *(size + place for place in spoken), size + len(TAGS)), (*values, *filter(None, each.seeds), 1.0)


def _small(solved: Sequence[_Solved], rarity: dict[str, float], language: str) -> Model:
    """Return the weights as whole numbers of one byte; the rarest piece sets the step of rarity."""
    step = max(rarity.values()) / _RARITY_STEPS
    heads, rows = [], []
    for each in solved:
        scale = max(map(abs, each.weights.values())) / _STEPS or 1.0
        rows.append([round(weight / scale) for weight in each.weights.values()])
        heads.append(Head(each.key, each.bias, float(f"{scale:.6g}"), each.seeds, 1.0, 0.0, 0.5, 0.5))
    places = {piece: place for place, piece in enumerate(rarity)}
    small = [step * round(value / step) for value in rarity.values()]
    return Model(language, "", tuple(places), places, small, tuple(heads), tuple(rows))
