"""What the commands find that prove the books: rows that are not what they should be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """The first thing that is wrong with one row: where it is, what is stored, and what it should be."""

    row: str
    stored: object
    expected: object

    def __str__(self) -> str:
        return f"{self.row}: stored {self.stored}, should be {self.expected}"
