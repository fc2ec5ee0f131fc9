"""A linear support vector machine, by dual coordinate descent.

Source: Hsieh, Chang, Lin, Keerthi, Sundararajan 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM",
algorithm 1 with the shrinking of its section 3.2, squared hinge loss.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from operator import mul

from community.analyzers.model import Vector

COST = 0.3
ROUNDS = 12
_ENOUGH = 0.05  # the widest violation that is left alone


def solve(rows: Sequence[Vector], answers: Sequence[bool], size: int, seed: int) -> list[float]:
    """Return `size` weights that part the rows answered yes from the others; the same for the same `seed`."""
    weights = [0.0] * size
    pulls = [0.0] * len(rows)
    signs = [1.0 if answer else -1.0 for answer in answers]
    sizes = [sum(map(mul, values, values)) + 0.5 / COST for _places, values in rows]
    chance = random.Random(seed)  # noqa: S311 -- an order, not a secret
    active = list(range(len(rows)))
    bound = float("inf")
    for _round in range(ROUNDS):
        chance.shuffle(active)
        active, bound, widest = _pass(rows, signs, sizes, weights, pulls, active, bound)
        if widest <= _ENOUGH:
            break
    return weights


def _pass(
    rows: Sequence[Vector],
    signs: Sequence[float],
    sizes: Sequence[float],
    weights: list[float],
    pulls: list[float],
    active: list[int],
    bound: float,
) -> tuple[list[int], float, float]:
    """Step once along every active row; return those still active, the next bound and the widest violation."""
    kept, highest, widest = [], 0.0, 0.0
    for row in active:
        places, values = rows[row]
        sign, pull = signs[row], pulls[row]
        slope = sign * sum(map(mul, map(weights.__getitem__, places), values)) - 1 + pull * 0.5 / COST
        if pull == 0 and slope > bound:
            continue
        kept.append(row)
        if pull == 0 and slope >= 0:
            highest = max(highest, slope)
            continue
        widest = max(widest, abs(slope))
        after = max(pull - slope / sizes[row], 0.0)
        pulls[row] = after
        step = (after - pull) * sign
        for place, value in zip(places, values, strict=True):
            weights[place] += step * value
    return kept, highest or float("inf"), widest
