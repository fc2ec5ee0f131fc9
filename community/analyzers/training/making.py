"""From a folder of labelled posts to the two files that are shipped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from community.analyzers.model import TAGS, Head, Model, pack, plain_head
from community.analyzers.training import corpora, tuning
from community.analyzers.training.figures import f1
from community.analyzers.training.fitting import Sample, fit, sample

MOST = {"zh": 12_000, "en": 16_000}  # pieces: more of them gained nothing (docs/feelings.md)
FOLDS = 5
CREDIT = {
    "zh": "Weights derived from BRIGHTER (SemEval-2025 Task 11, track A, Chinese; arXiv 2502.11926), CC BY 4.0",
    "en": "Weights derived from GoEmotions (Demszky et al. 2020), 27 labels grouped to 12, CC BY 4.0",
}

Scores = list[list[float]]


def make(folder: Path, language: str) -> bytes:
    """Return the model file: weights from `train`, thresholds from posts that its weights did not see."""
    train = [sample(each, language) for each in corpora.read(folder, language, "train")]
    dev = [sample(each, language) for each in corpora.read(folder, language, "dev")]
    model = fit(train, language, MOST[language])
    judged, scores = dev, [raw(model, each) for each in dev]
    if language == "zh":  # 200 posts are too few to tune by: the others are scored by models that did not see them
        judged, scores = dev + train, scores + across(train, language)
    return packed(tuned(model, judged, scores))


def across(samples: Sequence[Sample], language: str) -> Scores:
    """Return the scores of each sample by a model fitted on the other four fifths."""
    found: dict[int, list[float]] = {}
    for left in range(FOLDS):
        model = fit([each for at, each in enumerate(samples) if at % FOLDS != left], language, MOST[language])
        found |= {at: raw(model, each) for at, each in enumerate(samples) if at % FOLDS == left}
    return [found[at] for at in range(len(samples))]


def validated(folder: Path, language: str) -> tuple[float, float]:
    """Return macro and micro F1 on train, each fifth judged by weights and thresholds that did not see it."""
    samples = [sample(each, language) for each in corpora.read(folder, language, "train")]
    scores, empty = across(samples, language), fit(samples[:50], language, MOST[language])
    rows, felt = [], []
    for left in range(FOLDS):
        others = [at for at in range(len(samples)) if at % FOLDS != left]
        heads = tuned(empty, [samples[at] for at in others], [scores[at] for at in others]).heads
        for at in range(left, len(samples), FOLDS):
            rows.append([head.likely(score) - head.threshold for head, score in zip(heads, scores[at], strict=True)])
            felt.append(samples[at].tags)
    sure = [replace(head, threshold=0.0) for head in empty.heads]
    return f1(sure, rows, felt)[:2]


def raw(model: Model, each: Sample) -> list[float]:
    """Return what each head makes of a sample before it is a probability."""
    places, values = model.vector(each.pieces)
    return [
        sum(row[place] * value for place, value in zip(places, values, strict=True)) * head.scale
        + sum(one * other for one, other in zip(head.seeds, each.seeds, strict=True))
        + head.bias
        for head, row in zip(model.heads, model.weights, strict=True)
    ]


def tuned(model: Model, samples: Sequence[Sample], scores: Scores) -> Model:
    """Return `model` with probabilities and thresholds."""
    heads = tuple(_cut(head, at, samples, scores) for at, head in enumerate(model.heads))
    posts = [
        ([(head.likely(score), head.key in each.tags) for head, score in zip(heads, row, strict=True)], each.is_neutral)
        for each, row in zip(samples, scores, strict=True)
    ]
    least = tuning.daring(posts, [head.threshold for head in heads])
    return replace(model, heads=tuple(replace(head, strict=max(least, head.threshold)) for head in heads))


def _cut(head: Head, at: int, samples: Sequence[Sample], scores: Scores) -> Head:
    answers = [head.key in each.tags for each in samples]
    fitted = tuning.calibrated(head, [(row[at], answer) for row, answer in zip(scores, answers, strict=True)])
    likely = [(fitted.likely(row[at]), answer) for row, answer in zip(scores, answers, strict=True)]
    return replace(fitted, threshold=tuning.threshold(likely))


def packed(model: Model) -> bytes:
    """Return the file of `model`, whose id is its language and the beginning of what it weighs."""
    step = max(model.rarity) / 255
    rows = [bytes(weight & 255 for weight in row) for row in model.weights]
    body = {
        "language": model.language,
        "model_id": f"ngram-{model.language}-{hashlib.sha256(b''.join(rows)).hexdigest()[:8]}",
        "tags": TAGS,
        "credit": CREDIT[model.language],
        "pieces": list(model.pieces),
        "rarity": base64.b64encode(bytes(round(value / step) for value in model.rarity)).decode(),
        "rarity_step": float(f"{step:.6g}"),
        "weights": [base64.b64encode(row).decode() for row in rows],
        "heads": [plain_head(head) for head in model.heads],
    }
    return pack(body)


def languages_in(folder: Path) -> Iterator[str]:
    """Yield the languages that `folder` has posts to learn from."""
    yield from (each for each in corpora.LANGUAGES if {"train", "dev"} <= set(corpora.splits(folder, each)))
