"""Raising topics' versions and telling listeners."""

from __future__ import annotations


def touch(*names: str) -> None:
    """Raise each topic's version within the caller's transaction and tell listeners after commit."""
