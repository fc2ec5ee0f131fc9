"""How warm a post is: a number that is never recomputed, because age is in the birthday (docs/adr)."""

from __future__ import annotations

from datetime import UTC, datetime
from math import log2

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
HALF_LIFE_SECONDS = 12 * 3600
COMMENT_WEIGHT = 2


def hot(*, created_at: datetime, reactions: int, comments: int, group_size: int) -> float:
    """Return the post's place on the timeless scale by which "For you" is ordered.

    Twice the response equals twelve hours of freshness; a comment weighs two reactions; the response is divided by
    log2(2 + members), so that ten reactions in a group of thirty beat ten in a group of three thousand.

    Source: Lemmy's hot and scaled ranks, turned from decay into a birthday.
    """
    response = 2 + max(0, reactions) + COMMENT_WEIGHT * max(0, comments)
    scale = log2(2 + max(0, group_size))
    return log2(response / scale) + (created_at - EPOCH).total_seconds() / HALF_LIFE_SECONDS
