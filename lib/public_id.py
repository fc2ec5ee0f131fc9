"""Short random ids for URLs: 12 characters of Crockford's base 32, 60 bits."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

LENGTH = 12
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_SHIFTS = range(0, 5 * LENGTH, 5)
_source: random.Random = secrets.SystemRandom()


def new() -> str:
    """Return a fresh id; a clash is refused by the unique column that holds it."""
    bits = _source.getrandbits(5 * LENGTH)  # one draw: the system's source is asked by a call of the system
    return "".join([_ALPHABET[bits >> shift & 31] for shift in _SHIFTS])


def secret(size: int) -> str:
    """Return `size` bytes that nobody can guess, as hex: a seed to draw with, a salt."""
    return _source.randbytes(size).hex()


@contextmanager
def drawn_from(source: random.Random) -> Iterator[None]:
    """Draw ids and secrets from `source` within the block: the demo does it so that two runs give the same rows."""
    global _source  # noqa: PLW0603  # the one generator of the process
    kept, _source = _source, source
    try:
        yield
    finally:
        _source = kept
