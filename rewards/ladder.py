"""The price ladder: what each pays when so many buy together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lib.money import Money
from rewards.models import PriceTier

LOWEST_BAR = 46  # of 100: the cheapest step still has room for its price


@dataclass(frozen=True)
class Step:
    """A step as it is drawn: from `first` to `most` people (0: and more); `place` is `past`, `now` or `ahead`.

    `bar` is its height, 100 for the dearest.
    """

    first: int
    most: int
    price: Money
    bar: int
    place: str

    @property
    def is_now(self) -> bool:
        return self.place == "now"


@dataclass(frozen=True)
class Ladder:
    """All steps for a number of people; `now` is None below the first step, `ahead` None on the last."""

    steps: tuple[Step, ...]
    people: int

    @property
    def now(self) -> Step | None:
        return next((step for step in self.steps if step.is_now), None)

    @property
    def ahead(self) -> Step | None:
        return next((step for step in self.steps if step.place == "ahead"), None)

    @property
    def missing(self) -> int:
        """How many more people reach the next step; 0 on the last."""
        return self.ahead.first - self.people if self.ahead else 0

    @property
    def dearest(self) -> Money:
        return self.steps[0].price

    @property
    def cheapest(self) -> Money:
        return self.steps[-1].price


def of(tiers: Sequence[PriceTier], *, currency: str, people: int, size: int = 0) -> Ladder:
    """Draw the steps of `tiers`, fewest people first; those that a team of `size` cannot reach are left out."""
    reached = [tier for tier in tiers if not size or tier.min_people <= size]
    steps = [
        Step(
            first=tier.min_people,
            most=later.min_people - 1 if later else size,
            price=Money(tier.price_minor, currency),
            bar=_bar(tier.price_minor, reached),
            place=_place(tier, later, people),
        )
        for tier, later in zip_longest(reached, reached[1:])
    ]
    return Ladder(steps=tuple(steps), people=people)


def price_at(tiers: Sequence[PriceTier], people: int) -> int | None:
    """Return what each pays when `people` buy, in minor units; None below the first step."""
    prices = [tier.price_minor for tier in tiers if tier.min_people <= people]
    return min(prices, default=None)


def _bar(price: int, tiers: Sequence[PriceTier]) -> int:
    """Scale between the dearest and the cheapest: true in order, readable in size."""
    dearest, cheapest = tiers[0].price_minor, tiers[-1].price_minor
    span = max(1, dearest - cheapest)
    return LOWEST_BAR + (100 - LOWEST_BAR) * (price - cheapest) // span if len(tiers) > 1 else 100


def _place(tier: PriceTier, later: PriceTier | None, people: int) -> str:
    if tier.min_people > people:
        return "ahead"
    return "past" if later and later.min_people <= people else "now"
