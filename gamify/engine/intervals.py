"""How sure a difference between two groups of people is: 95 % intervals. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

SHARE = 0.95
_Z = NormalDist().inv_cdf(0.5 + SHARE / 2)


@dataclass(frozen=True, slots=True)
class Sample:
    """So many people, the sum of what was counted of each, and the sum of its squares."""

    size: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.size

    @property
    def variance(self) -> float:
        """The unbiased variance."""
        return max(0.0, self.squares - self.total * self.total / self.size) / (self.size - 1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference, and between what it lies with 95 % confidence."""

    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether it excludes that there is no difference."""
        return self.low > 0 or self.high < 0


def of_means(one: Sample, other: Sample) -> Interval:
    """Return the difference of two means, of at least 2 people each.

    Source: Welch, "The generalization of 'Student's' problem when several different population variances are involved",
    Biometrika 34 (1947), with the degrees of freedom of Satterthwaite (1946).
    """
    a, b = one.variance / one.size, other.variance / other.size
    difference = one.mean - other.mean
    if a + b == 0:
        return Interval(difference, difference, difference)
    freedom = (a + b) ** 2 / (a * a / (one.size - 1) + b * b / (other.size - 1))
    half = student(freedom) * math.sqrt(a + b)
    return Interval(difference, difference - half, difference + half)


def student(freedom: float) -> float:
    """Return the 97.5 % quantile of Student's t, for 10 degrees of freedom or more to 4 digits.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    z, n = _Z, freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )
