"""The API's limits; without the cache that counts, requests pass: what must hold is held by the database."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework import throttling

from lib import web

if TYPE_CHECKING:  # views read their limits from the settings, which name this module
    from rest_framework.request import Request
    from rest_framework.views import APIView

RATE = "hearth_rate"  # on a request: how often its key may ask, how often still, and when the first is forgotten
logger = logging.getLogger(__name__)


class _Forgiving(throttling.SimpleRateThrottle):
    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError as problem:
            logger.warning("The API's limits do not count: %r", problem)
            return True


class AnonThrottle(_Forgiving, throttling.AnonRateThrottle):
    """By address, for visitors."""

    def get_ident(self, request: Request) -> str:
        return web.asker(request._request)


class KeyThrottle(_Forgiving):
    """By key, besides its owner; the edge says in the answer how often it may still ask."""

    scope = "key"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        key = getattr(request._request, "api_key", None)
        return f"throttle_key_{key.pk}" if key else None

    def allow_request(self, request: Request, view: APIView) -> bool:
        is_allowed = super().allow_request(request, view)
        times: list[float] | None = getattr(self, "history", None)  # of the window, newest first; none if nobody counts
        most, seconds = self.parse_rate(self.rate)
        if times and most and seconds:
            reset = max(0, int(seconds - (self.timer() - times[-1])))
            setattr(request._request, RATE, (most, max(0, most - len(times)), reset))
        return is_allowed


class UserThrottle(_Forgiving, throttling.UserRateThrottle):
    """By member."""
