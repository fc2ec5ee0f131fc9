"""Hostile values by a chance that is the same in every run: what one finds, everybody finds who looks again."""

from __future__ import annotations

from random import Random
from typing import Any

KINDS = (
    "a",
    "Zz9 ",
    "é",
    "漢",
    "\u0301",
    "👩‍👧",
    "\u202e",
    "\u200b",
    "\x00",
    "\x1b",
    "<b>",
    "%s",
    "\\",
    "'",
    "\n",
    "\uffff",
)
TEXTS = (
    "", "\x00", "\u202e", "9" * 400, "-1", "1e999", "NaN", "x" * 20_000, "[" * 900, "null", "{}", "on", "0", "1",
    "' OR 1=1; --", "../..", "%00", "new", "remove", "2026-02-31T99:99",
)  # fmt: skip
NUMBERS = (0, -1, 1, 2**31, 2**63, 2**64, 10**400, 1.5, 1e308, float("nan"), float("inf"))


class Chance(Random):
    """Draws what nobody means; `Chance("POST posts")` draws the same again."""

    def text(self) -> str:
        """Return one of the usual suspects, or a word of odd characters."""
        return self.choice((self.choice(TEXTS), "".join(self.choices(KINDS, k=self.randrange(1, 12)))))

    def value(self, depth: int = 0) -> Any:
        """Return whatever JSON can hold."""
        kind = self.randrange(6 if depth < 2 else 4)
        if kind < 2:
            return self.text()
        if kind < 4:
            return self.choice((self.choice(NUMBERS), None, True, False))
        some = [self.value(depth + 1) for _ in range(self.randrange(4))]
        return some if kind == 4 else {self.text(): each for each in some}
