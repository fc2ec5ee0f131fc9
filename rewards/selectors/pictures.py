"""A picture as pages and the API show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture of what is sold or given; `alt` says what it shows."""

    url: str
    small_url: str
    width: int
    height: int
    alt: str
