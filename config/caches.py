"""The cache in Redis, and what stands in for it while Redis is away: nobody sees an error page for want of a cache."""

from __future__ import annotations

import logging
import time
from typing import Any, ClassVar

from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Gone, TimeoutError as TooSlow

REST_SECONDS = 5.0
logger = logging.getLogger(__name__)


class RedisOrMemory(RedisCache):
    """Asks Redis; while it is away the memory of this process, in which limits go on counting.

    Sessions are then read from the database each time: one that was signed out elsewhere must not live on in here.
    One that did not answer is left alone for moments, or each question of a page would wait as long as the first. What
    is to be forgotten it is told all the same.
    """

    _rests_until: ClassVar[dict[str, float]] = {}  # by server, for all threads

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = server
        self._memory = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 20_000}})
        self._nothing = DummyCache("", {})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version=version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        return self._ask("set", key, value, timeout=timeout, version=version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        return self._ask("add", key, value, timeout=timeout, version=version)

    def delete(self, key: str, version: int | None = None) -> Any:
        return self._ask("delete", key, version=version)

    def has_key(self, key: str, version: int | None = None) -> Any:
        return self._ask("has_key", key, version=version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> Any:
        return self._ask("incr", key, delta, version=version)

    def _ask(self, what: str, key: str, *values: Any, **options: Any) -> Any:
        if what == "delete" or time.monotonic() >= self._rests_until.get(self._server, 0.0):
            try:
                return getattr(super(), what)(key, *values, **options)
            except (Gone, TooSlow) as problem:
                self._rests_until[self._server] = time.monotonic() + REST_SECONDS
                logger.warning("Redis is away: %s", problem)
        return getattr(self._stand_in(key), what)(key, *values, **options)

    def _stand_in(self, key: str) -> BaseCache:
        return self._nothing if key.startswith(KEY_PREFIX) else self._memory
