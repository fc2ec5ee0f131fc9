"""The shipped way: a linear model for each language that also hears the seeds, explained by what weighs most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from community.analyzers import evidence, lexicon, model as models, seeds
from community.analyzers.model import Head, Model
from community.analyzers.reading import Reading
from community.analyzers.registry import Analysis, Analyzer, Suggestion, add
from community.analyzers.seeds import Hit

Hits = Sequence[Hit]
_FINE = ("fun", "warmth", "gratitude", "inspired", "hope", "calm")
_ONLY_WITH_SEED = {"calm", "dislike"}  # these the models know too little of to speak by themselves


def read(reading: Reading) -> Analysis:
    """Return what the models of its languages dare to say; the seeds alone where there is no word of either."""
    if not reading.languages:
        return lexicon.read(reading)
    hits, known = seeds.hits(reading), [models.load(language) for language in reading.languages]
    best = {each.tag: each for each in lexicon.heard(reading, hits) if each.tag not in models.TAGS}
    for model in known:
        for each in _of(model, reading, hits):
            if each.tag not in best or best[each.tag].score < each.score:
                best[each.tag] = each
    ranked = sorted(best.values(), key=lambda each: (-each.score, each.tag))
    return Analysis("+".join(model.model_id for model in known), tuple(ranked))


def likely(model: Model, reading: Reading, hits: Hits) -> list[float]:
    """Return each head's probability."""
    return model.scores(model.vector(reading.pieces(model.language)), models.seed_values(hits))


def _of(model: Model, reading: Reading, hits: Hits) -> Iterator[Suggestion]:
    vector = model.vector(reading.pieces(model.language))
    for head, score in zip(model.heads, model.scores(vector, models.seed_values(hits)), strict=True):
        if score < head.strict:
            continue
        for tag in _tags(model, head, hits):
            if score < (1 + head.strict) / 2 and not any(hit.tag == tag for hit in hits):
                continue  # pieces alone may be about a matter and not a feeling: they must be surer
            words = evidence.words(reading, hits, tag, vector, model, head)
            if words:
                yield Suggestion(tag, round(score, 4), words)


def _tags(model: Model, head: Head, hits: Hits) -> Sequence[str]:
    """Return the feelings of ours that `head` may say: the Chinese model knows one joy, and seeds say which."""
    spoken = {tag: sum(hit.weight for hit in hits if hit.tag == tag) for tag in (head.key, *_FINE)}
    if head.key in _ONLY_WITH_SEED:
        return (head.key,) if spoken[head.key] else ()
    if model.language == "zh" and head.key == "joy":
        finest = max(_FINE, key=lambda tag: spoken[tag])
        if spoken[finest] >= 1:
            return (finest, "joy") if spoken["joy"] >= 1 else (finest,)
    return (head.key,)


add(Analyzer("ngram", read))
