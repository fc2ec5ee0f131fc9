"""Opaque cursors for keyset paging: what a `?after=` carries. Garbage reads as no cursor: the first page."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

AnyModel = TypeVar("AnyModel", bound=Model)
MOST_CHARACTERS = 400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**53


def encode(parts: Sequence[Any]) -> str:
    """Return numbers, texts and lists of them as URL-safe text."""
    packed = json.dumps(parts, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(text: str | None) -> list[Any]:
    """Return the parts of a cursor; an empty list for anything that `encode` did not make."""
    if not text or len(text) > MOST_CHARACTERS or not text.isascii():
        return []
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return []
    return parts if isinstance(parts, list) else []


def newest(rows: QuerySet[AnyModel], after: str, size: int) -> tuple[list[AnyModel], str]:
    """Return the latest `size` of the rows that are older than the cursor `after`, and the cursor to what is older yet.

    The cursor is "" at the end. Queries: 1.
    """
    match decode(after):
        case [pk] if whole(pk) is not None:
            rows = rows.filter(pk__lt=pk)
    found = list(rows.order_by("-pk")[: size + 1])
    return found[:size], encode([found[size - 1].pk]) if len(found) > size else ""


def whole(part: Any) -> int | None:
    """Return `part` if it is a whole number that a database and a browser can hold."""
    return part if type(part) is int and 0 <= part <= _LARGEST else None


def from_moment(moment: datetime) -> int:
    """Return `moment` as microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def to_moment(part: Any) -> datetime | None:
    """Return the moment that `from_moment` wrote, or None."""
    number = whole(part)
    return None if number is None else _EPOCH + timedelta(microseconds=number)
