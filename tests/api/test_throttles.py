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


def ask(throttle: AnonThrottle, address: str = "127.0.0.1") -> bool:
    request = Request(APIRequestFactory().get("/api/v1/me", REMOTE_ADDR=address))
    request.user = AnonymousUser()
    return throttle.allow_request(request, APIView())


def test_the_limit_holds_while_the_cache_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonThrottle, "rate", "2/min", raising=False)

    assert [ask(AnonThrottle()) for _ in range(3)] == [True, True, False]


def test_whoever_has_a_network_of_addresses_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonThrottle, "rate", "2/min", raising=False)

    of_one = [ask(AnonThrottle(), address) for address in ("2001:db8::1", "2001:db8::2%eth0", "2001:db8::ffff:3")]
    mapped = [ask(AnonThrottle(), address) for address in ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1")]

    assert of_one == mapped == [True, True, False]
    assert ask(AnonThrottle(), "2001:db8:0:1::1")
    assert ask(AnonThrottle(), "::ffff:192.0.2.2")


def test_requests_pass_while_nobody_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonThrottle, "rate", "1/min", raising=False)
    monkeypatch.setattr(AnonThrottle, "cache", Away())

    assert ask(AnonThrottle())
    assert ask(AnonThrottle())
