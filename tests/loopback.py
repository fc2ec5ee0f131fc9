"""No test speaks with another machine: sockets, and look-ups of names, refuse what is not this one.

An audit hook would see the same, and be asked at every `id()` of a query that is put together, which is thousands of
times for each page.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any


def _connect(self: socket.socket, address: Any) -> None:
    _check(address[0] if isinstance(address, tuple) else None)
    _first_connect(self, address)


def _connect_ex(self: socket.socket, address: Any) -> int:
    _check(address[0] if isinstance(address, tuple) else None)
    return _first_connect_ex(self, address)


def _getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
    _check(host)
    return _first_getaddrinfo(host, *arguments, **named)


def _check(host: Any) -> None:
    if not _is_loopback(host):
        raise RuntimeError(f"A test tried to reach {host!r}; tests use loopback only.")


def _is_loopback(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ip_address(name).is_loopback or ip_address(name).is_unspecified
    except ValueError:
        return False


_first_connect, _first_connect_ex = socket.socket.connect, socket.socket.connect_ex
_first_getaddrinfo = socket.getaddrinfo
socket.socket.connect, socket.socket.connect_ex = _connect, _connect_ex
socket.getaddrinfo = _getaddrinfo
