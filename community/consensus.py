"""What people agree on who otherwise disagree. Pure, exact, and honest about small samples.

Camps are found from stances alone: the two people with most opposed stances are the poles, everybody joins the pole
they agree with more often, and the poles are then replaced by what their camp says, until nobody moves. An argument is
agreed across camps as far as the more reserved camp agrees: the score is the smaller of the two camps' lower bounds of
agreement (Wilson's interval, 95 %), so that two nods of two people never outrank forty of fifty. pol.is ranks such
statements too high (red-dwarf#72); here an argument with fewer than `LEAST` stances in a camp is "too early to say".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

LEAST = 5  # stances on one argument in each camp, before anything is said
LEAST_EACH = 3  # stances of one person, before they belong to a camp
MOST_POLES = 60  # people among whom the poles are looked for: those with most stances
ROUNDS = 10
_Z = 1.96

Stances = Mapping[str, Mapping[str, int]]  # person -> argument -> 1 agree, -1 disagree, 0 not sure


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far both camps agree on one argument. `score` is in percent, None while it is too early to say; `camps` has
    how many of each agree, and how many have a stance."""

    argument: str
    score: int | None
    camps: tuple[tuple[int, int], ...]


def split(stances: Stances) -> tuple[frozenset[str], frozenset[str]]:
    """Return the two camps, the larger first; both empty when nobody disagrees."""
    speakers = [person for person in stances if len(stances[person]) >= LEAST_EACH]
    people = sorted(speakers, key=lambda person: (-len(stances[person]), person))
    pairs = combinations(people[:MOST_POLES], 2)
    apart = [(_agreement(stances[one], stances[other]), one, other) for one, other in pairs]
    if not apart or min(apart)[0] >= 0:
        return frozenset(), frozenset()
    _, one, other = min(apart)
    poles: tuple[Mapping[str, int], Mapping[str, int]] = (stances[one], stances[other])
    camps: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    for _ in range(ROUNDS):
        joined = _join(people, stances, poles)
        if joined == camps or not all(joined):
            break
        camps, poles = joined, (_voice(joined[0], stances), _voice(joined[1], stances))
    larger, smaller = sorted(camps, key=lambda camp: (-len(camp), sorted(camp)))
    return larger, smaller


def agreed(stances: Stances) -> tuple[Agreed, ...]:
    """Return every argument that somebody has a stance on: the most agreed first, then those too early to judge."""
    camps = split(stances)
    arguments = sorted({argument for said in stances.values() for argument in said})
    found = [_judge(argument, camps, stances) for argument in arguments]
    return tuple(sorted(found, key=lambda each: (each.score is None, -(each.score or 0), each.argument)))


def wilson(yes: int, total: int) -> float:
    """Return the lower bound of the share of `yes` that 95 % confidence leaves; 0.0 of nobody.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
    """
    if not total:
        return 0.0
    share, square = yes / total, _Z * _Z
    middle = share + square / (2 * total)
    spread = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max((middle - spread) / (1 + square / total), 0.0)


def _judge(argument: str, camps: Iterable[frozenset[str]], stances: Stances) -> Agreed:
    counts = []
    for camp in camps:
        said = [stances[person][argument] for person in camp if argument in stances[person]]
        counts.append((said.count(1), len(said)))
    is_early = any(total < LEAST for _, total in counts)
    score = None if is_early else int(100 * min(wilson(yes, total) for yes, total in counts))
    return Agreed(argument, score, tuple(counts))


def _join(
    people: Iterable[str], stances: Stances, poles: tuple[Mapping[str, int], Mapping[str, int]]
) -> tuple[frozenset[str], frozenset[str]]:
    camps: tuple[set[str], set[str]] = (set(), set())
    for person in people:
        leans = _agreement(stances[person], poles[0]) - _agreement(stances[person], poles[1])
        if leans:
            camps[leans < 0].add(person)
    return frozenset(camps[0]), frozenset(camps[1])


def _voice(camp: Iterable[str], stances: Stances) -> dict[str, int]:
    """Return what most of the camp says of each argument."""
    sums: Counter[str] = Counter()
    for person in camp:
        for argument, stance in stances[person].items():
            sums[argument] += stance
    return {argument: (total > 0) - (total < 0) for argument, total in sums.items()}


def _agreement(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    return sum(stance * other.get(argument, 0) for argument, stance in one.items())
