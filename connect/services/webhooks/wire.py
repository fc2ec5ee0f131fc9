"""One request to a receiver: bounded in time and size, to the address that was looked at, and never further."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from urllib3 import connection, exceptions

from connect.services.webhooks.destinations import Closed, Place, Problem

SECONDS = 10.0
LARGEST = 65_536  # bytes of an answer that are read
KEPT = 1_000  # characters of it that are kept
AGENT = "Hearth-Webhooks/1.0"
_FIXED = {"Content-Type": "application/json", "User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}


@dataclass(frozen=True)
class Answer:
    """How a try ended: the HTTP `status`, 0 without one, the beginning of what was said, and what went wrong."""

    status: int = 0
    text: str = ""
    problem: str = ""
    seconds: float = 0.0

    @property
    def is_taken(self) -> bool:
        return not self.problem

    @property
    def is_gone(self) -> bool:
        return self.status == 410


def post(place: Place, address: str, body: str, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Answer:
    """Send `body` to `address` in the name of `place`; never raises for what the other side does."""
    started = time.monotonic()
    try:
        status, text = _exchange(place, address, body, {**_FIXED, **headers, "Host": place.host}, seconds)
    except (exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        took = time.monotonic() - started
        return Answer(problem=_problem(error, took, seconds), seconds=took)
    problem = "" if 200 <= status < 300 else str(Problem.REFUSED)
    return Answer(status, text, problem, time.monotonic() - started)


def unsent(closed: Closed) -> Answer:
    """Return how a try ended that did not begin."""
    return Answer(problem=str(closed.problem))


def _exchange(place: Place, address: str, body: str, headers: Mapping[str, str], seconds: float) -> tuple[int, str]:
    line = _open(place, address, seconds)
    with _cut_after(line, seconds):
        try:
            line.request("POST", place.target, body.encode(), headers, preload_content=False, decode_content=False)
            answer = line.getresponse()
            read = answer.read(LARGEST, decode_content=False)
        finally:
            line.close()
    return answer.status, _plain(read)


class _Secure(connection.HTTPSConnection):
    """To an address, with the certificate of a name; `twin` is there from before the handshake on."""

    twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.twin = made.dup()
        return made


class _Open(connection.HTTPConnection):
    twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.twin = made.dup()
        return made


def _open(place: Place, address: str, seconds: float) -> _Secure | _Open:
    if not place.is_secure:
        return _Open(address, place.port, timeout=seconds)
    return _Secure(address, place.port, timeout=seconds, server_hostname=place.name, ssl_context=trust())


def trust() -> ssl.SSLContext:
    """Return whose certificates are trusted: those that the machine trusts."""
    return ssl.create_default_context()


@contextmanager
def _cut_after(line: _Secure | _Open, seconds: float) -> Iterator[None]:
    """Cut the line when the time is over: a receiver that says one letter now and then never runs into a timeout."""

    is_over = threading.Event()

    def cut() -> None:
        is_over.set()
        if line.twin is not None:
            with suppress(OSError):  # the other side was faster
                line.twin.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if line.twin is not None:
            line.twin.close()
    if is_over.is_set():  # what a cut line said looks like an answer that is short
        raise TimeoutError


def _problem(error: Exception, took: float, seconds: float) -> str:
    if took >= seconds * 0.98:
        return str(Problem.TIME)
    if isinstance(error, exceptions.NewConnectionError | ConnectionError):  # the first is a timeout to urllib3
        return str(Problem.UNREACHABLE)
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return str(Problem.TIME)
    if isinstance(error, ssl.SSLError | exceptions.SSLError):
        return str(Problem.INSECURE)
    return str(Problem.NONSENSE)


def _plain(read: bytes) -> str:
    """Return the beginning as text that any database keeps and any page shows."""
    text = read[: KEPT * 4].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in text)[:KEPT]
