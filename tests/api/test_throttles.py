from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from redis.exceptions import ConnectionError as RedisIsAway
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from config.throttles import AnonThrottle


class Away:
    def get(self, *_arguments: Any) -> None:
        raise RedisIsAway("gone")


def ask(throttle: AnonThrottle) -> bool:
    request = Request(APIRequestFactory().get("/api/v1/me"))
    request.user = AnonymousUser()
    return throttle.allow_request(request, APIView())


def test_the_limit_holds_while_the_cache_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonThrottle, "rate", "2/min", raising=False)

    assert [ask(AnonThrottle()) for _ in range(3)] == [True, True, False]


def test_requests_pass_while_nobody_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonThrottle, "rate", "1/min", raising=False)
    monkeypatch.setattr(AnonThrottle, "cache", Away())

    assert ask(AnonThrottle())
    assert ask(AnonThrottle())
