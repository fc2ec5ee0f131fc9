"""Where a head says yes: its scores made probabilities, its threshold, and the stricter one that dares to speak."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from community.analyzers.model import Head

Scored = tuple[float, bool]
PRECISION = 0.70  # of what is shown, on the posts that tune; words that must be there raise it (ngram.py)
SILENCE = 0.74  # of neutral posts without a word
_SMOOTH = 9  # cuts whose F1 is averaged, so that one lucky post decides nothing


def calibrated(head: Head, scored: Sequence[Scored]) -> Head:
    """Return `head` with the slope and offset that make its scores probabilities.

    Source: Platt 1999, with the targets and the damped Newton steps of Lin, Lin and Weng 2007.
    """
    yes = sum(answer for _score, answer in scored)
    high, low = (yes + 1) / (yes + 2), 1 / (len(scored) - yes + 2)
    aims = [(score, high if answer else low) for score, answer in scored]
    slope, offset = 1.0, math.log((yes + 1) / (len(scored) - yes + 1))
    for _step in range(50):
        ways = _newton(aims, slope, offset)
        here, pace = _loss(aims, slope, offset), 1.0
        while pace > 1e-6 and _loss(aims, slope - pace * ways[0], offset - pace * ways[1]) > here:
            pace /= 2
        slope, offset = slope - pace * ways[0], offset - pace * ways[1]
        if pace * (abs(ways[0]) + abs(ways[1])) < 1e-6:
            break
    return replace(head, slope=round(slope, 4), offset=round(offset, 4))


def _likely(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _loss(aims: Sequence[tuple[float, float]], slope: float, offset: float) -> float:
    found = 0.0
    for score, aim in aims:
        likely = _likely(slope * score + offset)
        found -= aim * math.log(likely) + (1 - aim) * math.log(1 - likely)
    return found


def _newton(aims: Sequence[tuple[float, float]], slope: float, offset: float) -> tuple[float, float]:
    g1 = g2 = h12 = 0.0
    h11 = h22 = 1e-9
    for score, aim in aims:
        likely = _likely(slope * score + offset)
        error, width = likely - aim, likely * (1 - likely)
        g1, g2 = g1 + error * score, g2 + error
        h11, h12, h22 = h11 + width * score * score, h12 + width * score, h22 + width
    whole = h11 * h22 - h12 * h12 or 1e-9
    return (h22 * g1 - h12 * g2) / whole, (h11 * g2 - h12 * g1) / whole


def threshold(scored: Sequence[Scored]) -> float:
    """Return the probability above which the F1 is best, smoothed over neighbouring cuts."""
    ranked = sorted(scored, reverse=True)
    wanted, hit, found = sum(answer for _likely, answer in ranked), 0, []
    for taken, (_likely, answer) in enumerate(ranked, 1):
        hit += answer
        found.append(2 * hit / (taken + wanted))
    half = _SMOOTH // 2
    smooth = [sum(found[max(0, at - half) : at + half + 1]) / _SMOOTH for at in range(len(found))]
    return round(ranked[smooth.index(max(smooth))][0], 4)


def daring(posts: Sequence[tuple[Sequence[Scored], bool]], thresholds: Sequence[float]) -> float:
    """Return the least probability at which what is shown is right often and neutral posts stay silent often enough.

    Args: posts: for each, every head's probability and answer, and whether it is neutral.
    """
    for percent in range(20, 95):
        cut = percent / 100
        shown = [
            [scored for scored, at in zip(heads, thresholds, strict=True) if scored[0] >= max(cut, at)]
            for heads, _ in posts
        ]
        answers = [answer for each in shown for _likely, answer in each]
        quiet = [not each for each, (_heads, is_neutral) in zip(shown, posts, strict=True) if is_neutral]
        if sum(answers) >= PRECISION * len(answers) and sum(quiet) >= SILENCE * len(quiet):
            return cut
    return 0.95
