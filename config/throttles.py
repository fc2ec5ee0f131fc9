"""The API's limits; without the cache that counts, requests pass: what must hold is held by the database."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework import throttling

if TYPE_CHECKING:  # views read their limits from the settings, which name this module
    from rest_framework.request import Request
    from rest_framework.views import APIView

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


class UserThrottle(_Forgiving, throttling.UserRateThrottle):
    """By member."""
