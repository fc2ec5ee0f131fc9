"""What an answer tells its reader."""

from __future__ import annotations

from typing import Any


def told(answer: Any) -> str:
    """Return what the answer says besides the frame of a page, which names the reader."""
    words: str = answer.content.decode()
    return words.partition("<main")[2] or words
