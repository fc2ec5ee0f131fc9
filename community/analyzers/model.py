"""A linear model as it is shipped: pieces of text, their weights as small integers, and where each head says yes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any

from django.conf import settings

from community.analyzers.seeds import Hit

FOLDER = Path(__file__).parent / "models"
# What the models were taught, in the order of their seeds; a feeling added later is suggested by its seeds alone.
TAGS = ("joy", "fun", "warmth", "gratitude", "inspired", "hope", "calm", "wonder", "sad", "anxious", "angry", "dislike")
SEED_SHARE = 0.4  # what one seed adds beside the pieces, whose squares make one
SEED_MOST = 2.0

Vector = tuple[Sequence[int], Sequence[float]]


class DamagedModel(Exception):
    """The file is not what its checksum says."""


@dataclass(frozen=True, slots=True)
class Head:
    """What one feeling asks of a text: `seeds` in the order of TAGS; `threshold` decides, `strict` dares to speak."""

    key: str
    bias: float
    scale: float
    seeds: tuple[float, ...]
    slope: float
    offset: float
    threshold: float
    strict: float

    def likely(self, score: float) -> float:
        """Return the score as a probability (Platt 1999)."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.slope * score + self.offset))))


@dataclass(frozen=True, slots=True)
class Model:
    """One language: its `pieces`, their `places` and `rarity`, one row of `weights` for each head."""

    language: str
    model_id: str
    pieces: Sequence[str]
    places: Mapping[str, int]
    rarity: Sequence[float]
    heads: tuple[Head, ...]
    weights: tuple[Sequence[int], ...]

    def vector(self, pieces: Iterable[str]) -> Vector:
        """Return places and TF-IDF values, of length one together."""
        return weighed(pieces, self.places, self.rarity)

    def scores(self, vector: Vector, seeds: Sequence[float]) -> list[float]:
        """Return what each head makes of it, as a probability."""
        places, values = vector
        found = []
        for head, row in zip(self.heads, self.weights, strict=True):
            spoken = sum(map(mul, map(row.__getitem__, places), values)) * head.scale
            found.append(head.likely(spoken + sum(map(mul, head.seeds, seeds)) + head.bias))
        return found


def weighed(pieces: Iterable[str], places: Mapping[str, int], rarity: Sequence[float]) -> Vector:
    """Return the known pieces as places and values: logarithm of how often, times rarity, of length one together."""
    counts = Counter([place for place in map(places.get, pieces) if place is not None])
    values = [(1 + math.log(count)) * rarity[place] if count > 1 else rarity[place] for place, count in counts.items()]
    length = math.sqrt(sum(map(mul, values, values))) or 1.0
    return tuple(counts), [value / length for value in values]


def seed_values(hits: Iterable[Hit]) -> tuple[float, ...]:
    """Return how much the seeds speak for each of TAGS."""
    spoken = dict.fromkeys(TAGS, 0.0)
    for hit in hits:
        if hit.tag in spoken:
            spoken[hit.tag] += hit.weight
    return tuple(min(weight, SEED_MOST) * SEED_SHARE for weight in spoken.values())


@cache
def load(language: str) -> Model:
    """Return the model of `language` that was learnt here (EMOTION_MODELS), else the shipped one, read once.

    Raises: DamagedModel when the file and its checksum part.
    """
    learnt = Path(settings.EMOTION_MODELS or FOLDER) / f"{language}.json.gz"
    return read((learnt if learnt.is_file() else FOLDER / learnt.name).read_bytes())


def read(packed: bytes) -> Model:
    """Return the model in a file's bytes; raises DamagedModel."""
    try:
        body = json.loads(gzip.decompress(packed))
        checksum = body.pop("sha256")
        if checksum != checksum_of(body):
            raise DamagedModel
        rows = (array("b", base64.b64decode(row)) for row in body["weights"])
        step = body["rarity_step"]
        return Model(
            body["language"],
            body["model_id"],
            body["pieces"],
            {piece: place for place, piece in enumerate(body["pieces"])},
            array("f", (step * value for value in base64.b64decode(body["rarity"]))),
            tuple(Head(**{**head, "seeds": tuple(head["seeds"])}) for head in body["heads"]),
            tuple(rows),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DamagedModel from error


def pack(body: Mapping[str, Any]) -> bytes:
    """Return `body` as the file's bytes, the same for the same body."""
    sealed = {**body, "sha256": checksum_of(body)}
    return gzip.compress(_plain(sealed), 9, mtime=0)


def checksum_of(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(_plain(body)).hexdigest()


def plain_head(head: Head) -> dict[str, Any]:
    return asdict(head)


def _plain(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
