"""Short random ids for URLs: 12 characters of Crockford's base 32 without vowels' look-alikes, 60 bits."""

from __future__ import annotations

import random
import secrets

LENGTH = 12
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_source: random.Random = secrets.SystemRandom()


def new() -> str:
    """Return a fresh id; a clash is refused by the unique column that holds it."""
    return "".join(_source.choices(_ALPHABET, k=LENGTH))


def use_source(source: random.Random) -> None:
    """Draw ids from `source` from now on: the demo seeds it so that two runs give the same URLs."""
    global _source
    _source = source
