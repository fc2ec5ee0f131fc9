"""Which words of a text speak for a feeling, as they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest

from community.analyzers.model import Head, Model, Vector
from community.analyzers.reading import NEGATIONS, Reading, Span
from community.analyzers.seeds import Hit

MOST = 3
_TRIED = 12  # pieces looked at, of all that speak for it
_LEAST = 2  # characters; a single Chinese one reads as noise
_LEAST_BESIDE, _LEAST_ALONE = 0.6, 0.12  # in log odds: beside a seed, and where there is none
# Words that a model may lean on, and that tell a reader nothing.
_IDLE_WORDS = frozenset(
    """
    a an the and or but so that this these those it it's its i i'm you your he she they we my me him her them his our us
    to of in on at for with from by as is are was were be been am do does did has have had if when then there here what
    who how why which just very too all one some any will would can could new first get got about up out
    """.split()  # noqa: SIM905 -- a list of words
)
_IDLE_PAIRS = frozenset(
    """
    今天 昨天 明天 现在 今年 什么 怎么 自己 大家 我们 你们 他们 她们 时候 这个 那个 一个 这样 那样 这些 那些
    没有 知道 觉得 可以 还是 就是 不是 但是 因为 所以 如果 真的 时间 视频 微博 已经 可能 应该 起来 出来 一下
    一些 感觉 然后 还有 为了 以后 以前
    """.split()  # noqa: SIM905 -- a list of words
)
_IDLE_SIGNS = "的了是我你他她它们在就也都很太还又这那个一有和与着吗呢吧啊呀被把给让去来到对人说要会"
_SAYING_LITTLE = NEGATIONS | _IDLE_PAIRS


def words(reading: Reading, hits: Sequence[Hit], tag: str, vector: Vector, model: Model, head: Head) -> tuple[str, ...]:
    """Return up to three stretches of the text: the seeds of `tag`, then what weighs most, none within another.

    What is a seed of another feeling is no reason for this one.
    """
    chosen: list[Span] = [(hit.start, hit.end) for hit in hits if hit.tag == tag]
    others: list[Span] = [(hit.start, hit.end) for hit in hits if hit.tag != tag]
    for span in _pieces(reading, vector, model, head, _LEAST_BESIDE if chosen else _LEAST_ALONE):
        start, end = _trimmed(reading.text, span)
        is_word = end - start >= _LEAST and reading.folded[start:end] not in _SAYING_LITTLE
        if is_word and not any(_touch((start, end), other) for other in others):
            chosen.append((start, end))
    apart = [span for at, span in enumerate(chosen) if not any(_touch(span, other) for other in chosen[:at])]
    return tuple(dict.fromkeys(reading.text[start:end] for start, end in apart))[:MOST]


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _trimmed(text: str, span: Span) -> Span:
    """Return `span` without the idle words, signs and spaces at its ends."""
    start, end = span
    parts = text[start:end].split(" ")
    while parts and _is_idle(parts[0]):
        start += len(parts.pop(0)) + 1
    while parts and _is_idle(parts[-1]):
        end -= len(parts.pop()) + 1
    while start < end and _is_filling(text[start]):
        start += 1
    while start < end and _is_filling(text[end - 1]):
        end -= 1
    return start, max(start, end)


def _is_idle(word: str) -> bool:
    return not word or word.lower().replace("’", "'") in _IDLE_WORDS


def _is_filling(sign: str) -> bool:
    return sign in _IDLE_SIGNS or (
        not sign.isalnum() and (sign.isspace() or sign.isascii() or sign in "，。！？、；：…～")
    )


def _pieces(reading: Reading, vector: Vector, model: Model, head: Head, least: float) -> Iterator[Span]:
    """Yield where the pieces stand that speak for `head`, the weightiest first."""
    row, factor = model.weights[model.heads.index(head)], head.scale * head.slope
    spoken = [(row[place] * value * factor, place) for place, value in zip(*vector, strict=True) if row[place] > 0]
    for weight, place in nlargest(_TRIED, spoken):
        span = reading.span(model.pieces[place], model.language)
        if span and weight >= least:
            yield span
