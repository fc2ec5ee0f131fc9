"""What voters still hold, exact and quick to ask: whoever has paid for the same things holds the same, kept once.

Amounts are whole numbers of a common unit that grows finer with each payment, since fractions of their own would be
reduced at every step. Floats made of them tell most projects apart; who is closer than their error asks the exact ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from sys import float_info

_BROKE = 0


class Purses:
    """Equal shares of a budget, and what is left of them."""

    def __init__(self, share: Fraction, voters: int) -> None:
        self._finest = share.denominator  # parts of one unit of money
        self._amounts = [
            (0, 1),
            (share.numerator, share.denominator),
        ]  # of each kind of purse: so many, of so fine parts
        self._kinds = [1] * voters
        self._rough = [float(share)] * voters
        self.slack = 4 * voters**2 * float_info.epsilon  # a rounding error for each voter, of a price that many share

    def rough_price(self, cost: int, voters: Sequence[int]) -> float | None:
        """Return the most that each of `voters` pays of `cost`, within `slack`; None if they cannot pay for it."""
        purses = [self._rough[voter] for voter in voters]
        if min(purses) * len(purses) > cost * (1 + self.slack):
            return cost / len(purses)
        surplus = math.fsum(purses) - cost
        if surplus < -self.slack * cost or (surplus <= self.slack * cost and self.price(cost, voters) is None):
            return None
        purses.sort()
        left, payers = float(cost), len(purses)
        for purse in purses[:-1]:
            if purse * payers >= left:
                break
            left -= purse
            payers -= 1
        return left / payers

    def price(self, cost: int, voters: Sequence[int]) -> Fraction | None:
        """Return the most that each of `voters` pays of `cost`, who has less paying all they have; None if too dear."""
        held = sorted((self._parts(kind), many) for kind, many in self._by_kind(voters).items())
        left, payers = cost * self._finest, len(voters)
        if sum(parts * many for parts, many in held) < left:
            return None
        for parts, many in held:
            if parts * payers >= left:
                return Fraction(left, payers * self._finest)
            left -= parts * many
            payers -= many
        return Fraction(0)  # nothing to be paid, by nobody

    def pay(self, price: Fraction, voters: Sequence[int]) -> None:
        """Take `price` from each of `voters`, from who has less all they have."""
        self._finest = math.lcm(self._finest, price.denominator)
        due = price.numerator * (self._finest // price.denominator)
        after = {kind: self._kind_of(self._parts(kind) - due) for kind in self._by_kind(voters)}
        rough = {kind: parts / fineness for kind in after.values() for parts, fineness in [self._amounts[kind]]}
        for voter in voters:
            self._kinds[voter] = kind = after[self._kinds[voter]]
            self._rough[voter] = rough[kind]

    def _kind_of(self, parts: int) -> int:
        """Return a new kind of purse with so many of the finest parts."""
        if parts <= 0:
            return _BROKE
        self._amounts.append((parts, self._finest))
        return len(self._amounts) - 1

    def _parts(self, kind: int) -> int:
        parts, fineness = self._amounts[kind]
        return parts * (self._finest // fineness)

    def _by_kind(self, voters: Sequence[int]) -> Counter[int]:
        return Counter(map(self._kinds.__getitem__, voters))
