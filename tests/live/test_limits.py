"""Who asks, how often, and how quietly an outage is told."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from live import limits
from live.logs import Seldom

FORWARDED = [(b"x-forwarded-for", b"6.6.6.6, 203.0.113.9"), (b"x-forwarded-for", b"10.0.0.2")]


@pytest.mark.parametrize(
    ("proxies", "headers", "expected"),
    [
        (0, [], "10.0.0.1"),
        (0, FORWARDED, "10.0.0.1"),  # nobody stands in front: the header is the visitor's own invention
        (1, FORWARDED, "10.0.0.2"),
        (2, FORWARDED, "203.0.113.9"),
        (4, FORWARDED, "10.0.0.1"),
        (1, [], "10.0.0.1"),
    ],
)
def test_the_address_is_what_the_trusted_proxies_wrote(
    settings: Any, proxies: int, headers: Any, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert limits.address(("10.0.0.1", 4242), headers) == expected


def test_sockets_of_one_network_are_those_of_one_holder() -> None:
    found = [limits.address((peer, 4242), ()) for peer in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")]

    assert found[0] == found[1] != found[2]


def test_seats_are_counted_for_each_holder_and_given_back() -> None:
    seats = limits.Seats()

    assert [seats.take("ada", 2) for _ in range(3)] == [True, True, False]
    assert seats.take("ben", 2)
    seats.release("ada")
    assert seats.take("ada", 2)


def test_a_burst_passes_and_a_flood_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    bucket = limits.Bucket()

    assert all(bucket.take() for _ in range(30))
    assert not bucket.take()
    now += 1

    assert bucket.take()


def test_an_outage_is_told_once_a_minute_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    seldom, problem = Seldom(), ConnectionError("no Redis")

    def record(logger: str = "x") -> logging.LogRecord:
        return logging.LogRecord(logger, logging.ERROR, "f", 1, "failed", (), (ConnectionError, problem, None))

    first = record()
    assert seldom.filter(first)
    assert first.getMessage() == "failed: ConnectionError('no Redis')"
    assert first.exc_info is None
    assert not seldom.filter(record())
    assert seldom.filter(record("another outage"))
    now += 61

    assert seldom.filter(record())
