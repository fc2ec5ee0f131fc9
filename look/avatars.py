"""Generated avatars: initials on a tint and a blob shape, both drawn from the member's public id."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

TINTS = 12
SHAPES = 4


def _digest(public_id: object) -> bytes:
    return blake2b(str(public_id).encode("utf-8", "replace"), digest_size=2).digest()


def tint_of(public_id: object) -> int:
    """Return the tint number, 0 to 11, always the same for the same id."""
    return _digest(public_id)[0] % TINTS


def shape_of(public_id: object) -> int:
    """Return the blob number, 0 to 3, always the same for the same id."""
    return _digest(public_id)[1] % SHAPES


def initials_of(name: str) -> str:
    """Return one letter for scripts without case (周, あ, 김), else up to two capitals (LM, HA)."""
    words = ["".join(char for char in word if char.isalnum()) for word in unicodedata.normalize("NFC", name).split()]
    words = [word for word in words if word]
    if not words:
        return "·"
    first = words[0][0]
    if first.upper() == first.lower():
        return first
    second = words[-1][0] if len(words) > 1 else words[0][1:2]
    return (first + second).upper()[:2]
