"""A model that also knows how this community speaks; kept only when it is better on posts that it did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from community.analyzers import model as models
from community.analyzers.model import Model
from community.analyzers.training import corpora, making
from community.analyzers.training.corpora import Example
from community.analyzers.training.figures import JOYS, f1
from community.analyzers.training.fitting import Sample, fit, sample

LEAST = 100  # answered posts, before anything is learnt from them
WEIGHT = 5  # how often each of them counts beside the public posts
_PARTS = 5  # one fifth judges, one sets the thresholds, the others are learnt from


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of it: macro F1 on the fifth that judges, before and after; `packed` is empty when it is no better."""

    posts: int
    before: float
    after: float
    packed: bytes


def learn(folder: Path, language: str, own: Sequence[Example]) -> Lesson:
    """Return a model of the public posts in `folder` and of `own`, if it beats the one that serves now.

    Raises: FileNotFoundError when the public posts are not there.
    """
    theirs, dev = (
        [sample(each, language) for each in corpora.read(folder, language, split)] for split in ("train", "dev")
    )
    ours = [sample(_grouped(each, language), language) for each in own]
    judges, cutters = ours[::_PARTS], ours[1::_PARTS]
    cutters = [*dev, *cutters * max(1, len(dev) // max(1, len(cutters)))]  # half of the say for each side
    learnt = [each for at, each in enumerate(ours) if at % _PARTS > 1]
    made = fit([*theirs, *learnt * WEIGHT], language, making.MOST[language])
    made = making.tuned(made, cutters, [making.raw(made, each) for each in cutters])
    packed = making.packed(made)
    before, after = _macro(models.load(language), judges), _macro(models.read(packed), judges)
    return Lesson(len(ours), before, after, packed if after > before else b"")


def _grouped(each: Example, language: str) -> Example:
    """Return the post with the feelings that the model of its language knows: the Chinese one knows one joy."""
    tags = frozenset("joy" if language == "zh" and tag in JOYS else tag for tag in each.tags)
    return Example(each.text, tags, each.is_neutral)


def _macro(model: Model, samples: Sequence[Sample]) -> float:
    scores = [making.raw(model, each) for each in samples]
    rows = [[head.likely(score) for head, score in zip(model.heads, row, strict=True)] for row in scores]
    return f1(model.heads, rows, [each.tags for each in samples])[0]
