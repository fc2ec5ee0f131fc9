"""Receivers of messages on the loopback: one that takes everything, and those that behave badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """Where it is, how it behaves, and what arrived: headers and body of each request."""

    url: str = ""
    behaviour: str = "takes"
    seconds: float = 0.0
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)
    also: list[str] = field(default_factory=list)


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up."""


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.receiver.also.append(self.path)
        self._say(200, b"inside")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.receiver.got.append((dict(self.headers.items()), body))
        getattr(self, self.receiver.behaviour)()

    def takes(self) -> None:
        self._say(204, b"")

    def breaks(self) -> None:
        self._say(500, "Our storeroom \x00 is on fire \u202e <script>alert(1)</script>".encode())

    def is_gone(self) -> None:
        self._say(410, b"gone")

    def redirects(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"{self.receiver.url}/inside")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drips(self) -> None:
        """Say one letter now and then, so that no single wait is long."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(int(self.receiver.seconds * 20)):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.05)

    def floods(self) -> None:
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
            for _ in range(4000):
                self.wfile.write(b"flood " * 2000)

    def talks_nonsense(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def receiving(behaviour: str = "takes", seconds: float = 0.0) -> Iterator[Receiver]:
    """Run a receiver for the block."""
    receiver = Receiver(behaviour=behaviour, seconds=seconds)

    server = _Quiet(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
