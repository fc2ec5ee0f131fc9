"""Labelled posts as their authors publish them; none of them is kept here (docs/feelings.md)."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FAMILIES = {
    "anger": "angry",
    "disgust": "dislike",
    "fear": "anxious",
    "joy": "joy",
    "sadness": "sad",
    "surprise": "wonder",
}  # BRIGHTER's six, and the feeling of ours that each is
_GROUPS = {
    "joy": "joy excitement",
    "fun": "amusement",
    "warmth": "love caring",
    "gratitude": "gratitude",
    "inspired": "admiration pride",
    "hope": "optimism",
    "calm": "relief",
    "wonder": "surprise curiosity",
    "sad": "sadness grief disappointment remorse",
    "anxious": "fear nervousness embarrassment",
    "angry": "anger annoyance",
    "dislike": "disgust disapproval",
}
TWELVE = {theirs: ours for ours, names in _GROUPS.items() for theirs in names.split()}  # GoEmotions' 27 but four
LANGUAGES = ("zh", "en")
_FILES = {"zh": "brighter_zh_{}.csv", "en": "goemotions_{}.tsv"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text and our feelings in it; `is_neutral` when its readers found none of theirs either."""

    text: str
    tags: frozenset[str]
    is_neutral: bool


def splits(folder: Path, language: str) -> list[str]:
    """Return which of train, dev and test are in `folder`."""
    return [split for split in ("train", "dev", "test") if _find(folder, language, split)]


def read(folder: Path, language: str, split: str) -> list[Example]:
    """Return the posts of a split; raises FileNotFoundError."""
    path = _find(folder, language, split)
    if path is None:
        raise FileNotFoundError(folder / _FILES[language].format(split))
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8-sig")
    return list(_families(text) if language == "zh" else _twelve(text, folder))


def _find(folder: Path, language: str, split: str) -> Path | None:
    plain = folder / _FILES[language].format(split)
    return next((path for path in (plain, Path(f"{plain}.gz")) if path.is_file()), None)


def _families(text: str) -> Iterator[Example]:
    for row in csv.DictReader(io.StringIO(text, newline="")):
        tags = frozenset(ours for theirs, ours in FAMILIES.items() if row.get(theirs) == "1")
        yield Example(row["text"], tags, not tags)


def _twelve(text: str, folder: Path) -> Iterator[Example]:
    names = (folder / "goemotions_labels.txt").read_text("utf-8").split()
    for line in text.splitlines():
        words, _, rest = line.partition("\t")
        labels = [names[int(number)] for number in rest.split("\t")[0].split(",")]
        yield Example(words, frozenset(TWELVE[label] for label in labels if label in TWELVE), labels == ["neutral"])
