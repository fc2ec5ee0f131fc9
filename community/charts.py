"""What a decided vote looks like, from its published result and ballots. Pure; the bars are plain counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from community.voting import Ballot, Terms


@dataclass(frozen=True)
class Bar:
    """One project in the order in which it was looked at.

    `left` is what was left of the budget when its turn came, `paid` the most that one of its supporters paid, and
    `together` the most that its supporters could have paid at first, each None where the method knows no such thing;
    `behind` is how many votes it had less than the last winner. `weights` is how many voters gave it how many votes.
    """

    project: str
    place: int
    won: bool
    votes: int
    voters: int
    percent: int
    why: str
    cost: int
    left: int | None
    paid: int | None
    together: int | None
    behind: int
    weights: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Chart:
    """All bars; `parts` are what the winners took of the budget in percent, by place; `spent` and `left` the money.

    `each` is what every voter held to begin with, None where nobody holds anything.
    """

    bars: tuple[Bar, ...]
    spent: int
    left: int | None
    parts: tuple[tuple[int, int], ...]
    each: int | None = None


def draw(
    document: Mapping[str, Any], *, ballots: Sequence[Ballot], costs: Mapping[str, int], terms: Terms, shares: bool
) -> Chart:
    """Return the chart of a result. Args: shares: the method gives each voter an equal part of the budget."""
    order = document["order"]
    most = max((pick["votes"] for pick in order), default=0)
    last = min((pick["votes"] for pick in order if pick["won"]), default=0)
    share = Fraction(terms.budget or 0, max(document["voters"], 1)) if shares else None
    weights = _weights(ballots)
    bars, left = [], terms.budget
    for place, pick in enumerate(order, start=1):
        key = pick["proposal"]
        bars.append(
            Bar(
                project=key,
                place=place,
                won=pick["won"],
                votes=pick["votes"],
                voters=pick["voters"],
                percent=100 * pick["votes"] // most if most else 0,
                why=pick["why"],
                cost=costs[key],
                left=left,
                paid=ceil(Fraction(pick["share"]) * costs[key]) if pick["share"] else None,
                together=int(share * pick["voters"]) if share is not None else None,
                behind=max(last - pick["votes"], 0),
                weights=tuple(sorted(weights.get(key, Counter()).items())),
            )
        )
        if pick["won"] and left is not None:
            left -= costs[key]
    parts = [(bar.place, 100 * bar.cost // terms.budget) for bar in bars if bar.won] if terms.budget else []
    return Chart(tuple(bars), document["spent"], left, tuple(parts), None if share is None else int(share))


def _weights(ballots: Sequence[Ballot]) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {}
    for ballot in ballots:
        for key, weight in ballot.votes.items():
            found.setdefault(key, Counter())[weight] += 1
    return found
