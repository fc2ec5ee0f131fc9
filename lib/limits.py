"""How often somebody may do a thing, counted in the cache: small windows, shared by every process that shares it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from lib import errors

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `most` times in each window of `seconds`."""

    action: str
    most: int
    seconds: int


def spend(limit: Limit, *, who: str, now: datetime) -> None:
    """Count one more `limit.action` of `who`.

    A cache that does not answer counts nothing: these limits keep order, they guard neither sign-in nor money.
    Raises: RateLimited with `retry_seconds`, which counts nothing more.
    """
    window, passed = divmod(int(now.timestamp()), limit.seconds)
    if _count(f"limit:{limit.action}:{who}:{window}", limit.seconds) > limit.most:
        raise errors.RateLimited(code=f"limits.{limit.action}", retry_seconds=limit.seconds - passed)


def check(limit: Limit, *, who: str, now: datetime) -> None:
    """Refuse `who` when nothing of the limit is left, and count nothing. Raises: RateLimited as `spend`."""
    window, passed = divmod(int(now.timestamp()), limit.seconds)
    try:
        spent = cache.get(f"limit:{limit.action}:{who}:{window}", 0)
    except Exception:  # whatever the cache's client raises when its server is away
        logger.warning("The cache does not count %s", limit.action, exc_info=True)
        return
    if spent >= limit.most:
        raise errors.RateLimited(code=f"limits.{limit.action}", retry_seconds=limit.seconds - passed)


def _count(key: str, seconds: int) -> int:
    """Return how often `key` was counted, with this time."""
    try:
        cache.add(key, 0, timeout=seconds + 1)
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 1
    except Exception:  # whatever the cache's client raises when its server is away
        logger.warning("The cache does not count %s", key, exc_info=True)
        return 0
