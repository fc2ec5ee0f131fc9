"""What is computed of a group, and from where the formulas come. Pure; chance is drawn from a fixed seed.

Their floors say from how many posts and authors on a figure means something; below them there is none.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from random import Random
from statistics import fmean, pstdev

# How pleasant a feeling is, -1 to 1. Source: placements on Russell's circumplex (1980), made for these twelve tags.
VALENCE: Mapping[str, float] = {
    "joy": 0.8,
    "fun": 0.7,
    "warmth": 0.8,
    "gratitude": 0.8,
    "inspired": 0.7,
    "hope": 0.6,
    "calm": 0.6,
    "wonder": 0.1,
    "sad": -0.7,
    "anxious": -0.6,
    "angry": -0.7,
    "dislike": -0.6,
}
STEPS = (0.2, 0.6)  # on either side of 0: five equal steps from -1 to 1
POLAR_AUTHORS = 30
WARNING_POSTS, WARNING_AUTHORS = 20, 10
ECHO_AUTHORS, ECHO_TIES = 30, 50
CAMP = 0.2  # nearer to 0 somebody belongs to neither camp
SHUFFLES, RESAMPLES = 200, 200
ALARM = 3.0
_SEED = 1988


@dataclass(frozen=True)
class Polarisation:
    """How far feelings lie apart, 0 (all feel alike) to 100 (two equal camps at the poles); with 90 % it is between
    `low` and `high`."""

    index: float
    low: float
    high: float
    authors: int


@dataclass(frozen=True)
class Share:
    """`count` of `all`."""

    count: int
    all: int

    @property
    def value(self) -> float:
        return self.count / self.all if self.all else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.value)


def polarisation(valences: Sequence[float]) -> Polarisation | None:
    """Return how polarised the mean valences of authors are, one vote each; None below POLAR_AUTHORS.

    Source: Opinion Polarization Index of Koudenburg, Kiers and Kashima (2021), weights from 58 experts; the interval
    is a percentile bootstrap (Efron 1979).
    """
    if len(valences) < POLAR_AUTHORS:
        return None
    found = [step_of(valence) for valence in valences]
    chance = Random(_SEED)  # noqa: S311  # chance that anybody may draw again
    again = sorted(opi(Counter(chance.choices(found, k=len(found)))) for _ in range(RESAMPLES))
    low, high = again[RESAMPLES // 20], again[-RESAMPLES // 20 - 1]
    return Polarisation(opi(Counter(found)), low, high, len(found))


def step_of(valence: float) -> int:
    """Return on which of the five steps a valence stands, 0 the most unpleasant; mirrored around 2."""
    away = bisect(STEPS, abs(valence))
    return 2 + away if valence > 0 else 2 - away


def opi(counts: Mapping[int, int]) -> float:
    """Return the index of how many stand in each of the steps 0 to 4."""
    total = sum(counts.values())
    if not total:
        return 0.0
    most_negative, negative, _middle, positive, most_positive = (counts.get(step, 0) for step in range(5))
    apart = (
        2.14 * negative * positive
        + 2.70 * (most_negative * positive + most_positive * negative)
        + 3.96 * most_negative * most_positive
    )
    return apart / (0.0099 * total**2)


def rise(now: Share, days: Iterable[Share]) -> float:
    """Return by how many standard deviations a share is above that of the days before it.

    Days of real groups swing more than coins do: the variance is multiplied by their own dispersion (Pearson's
    chi-square over its degrees of freedom, never below 1), as for quasi-binomial counts (McCullagh and Nelder 1989);
    without it a normal week cries wolf (Pfeffer, Zorbach and Carley 2014 on online firestorms).
    """
    known = [day for day in days if day.all]
    before = Share(sum(day.count for day in known), sum(day.all for day in known))
    if not now.all or not before.all:
        return 0.0
    usual = (before.count + 1) / (before.all + 2)  # never 0 or 1
    spread = usual * (1 - usual)
    chi_square = sum((day.count - day.all * usual) ** 2 / (day.all * spread) for day in known)
    dispersion = max(1.0, chi_square / max(len(known) - 1, 1))
    return (now.value - usual) / sqrt(dispersion * spread * (1 / now.all + 1 / before.all))


def differs(now: Share, before: Share) -> int:
    """Return 1 if a share is clearly above an earlier one, -1 if below, 0 where chance may do it (|z| of 2)."""
    if not now.all or not before.all:
        return 0
    pooled = (now.count + before.count + 1) / (now.all + before.all + 2)
    z = (now.value - before.value) / sqrt(pooled * (1 - pooled) * (1 / now.all + 1 / before.all))
    return (z > 2) - (z < -2)


def camps(valences: Mapping[int, float]) -> dict[int, bool]:
    """Return who feels well (True) or bad (False) on the whole; who is in between belongs to neither."""
    return {who: valence > 0 for who, valence in valences.items() if abs(valence) >= CAMP}


def echo(ties: Iterable[tuple[int, int]], side: Mapping[int, bool]) -> float | None:
    """Return how far answers stay within camps compared with chance: below -3 people hear their own kind alone.

    It is the z of the E-I index, (external - internal) / all, against the same ties with the camps dealt out anew:
    in a group of 90 to 10 the bare index is -.56 by chance alone. None below ECHO_AUTHORS and ECHO_TIES.
    Source: Krackhardt and Stern 1988; the baseline as Salloum, Chen and Kivelä 2021 ask for.
    """
    people = sorted(side)
    place = {who: number for number, who in enumerate(people)}
    pairs = [(place[one], place[other]) for one, other in ties if one in place and other in place and one != other]
    if len(people) < ECHO_AUTHORS or len(pairs) < ECHO_TIES:
        return None
    dealt = [side[who] for who in people]
    found, chance = external_internal(pairs, dealt), Random(_SEED)  # noqa: S311  # chance that anybody may draw again
    drawn = []
    for _ in range(SHUFFLES):
        chance.shuffle(dealt)
        drawn.append(external_internal(pairs, dealt))
    spread = pstdev(drawn)
    difference = found - fmean(drawn)
    return difference / spread if spread else (0.0 if not difference else difference * inf)


def external_internal(pairs: Sequence[tuple[int, int]], side: Sequence[bool]) -> float:
    """Return the E-I index: 1 if all ties cross, -1 if none does."""
    crossing = sum(side[one] != side[other] for one, other in pairs)
    return (2 * crossing - len(pairs)) / len(pairs)


def busiest(written: Iterable[int], most: int = 3) -> Share:
    """Return how much of what was written is by the `most` who wrote most."""
    counts = Counter(written)
    return Share(sum(n for _who, n in counts.most_common(most)), counts.total())
