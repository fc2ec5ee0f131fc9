"""The bed that all tests lie in: no network but loopback, a clock that stands still."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from lib import clock as wall_clock
from tests.conftest import Clock


def test_another_machine_cannot_be_reached() -> None:
    with pytest.raises(RuntimeError, match="loopback only"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="loopback only"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=1) as connection,
    ):
        assert connection.getpeername() == server.getsockname()


def test_the_clock_stands_still_until_it_is_moved(clock: Clock) -> None:
    before = wall_clock.now()

    assert timezone.now() == before

    clock.tick(hours=2)

    assert wall_clock.now() - before == timedelta(hours=2)
