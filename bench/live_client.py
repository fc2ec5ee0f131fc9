"""A thousand WebSocket clients in one process: a bare asyncio protocol that counts frames and hardly costs anything."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import cast

CONNECT_AT_ONCE = 50
WAIT_SECONDS = 30


@dataclass
class Tally:
    """What all clients together have received since the last publication."""

    wanted: int
    sent_at: float = 0.0
    count: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    latencies: list[float] = field(default_factory=list)

    def publish(self) -> None:
        self.count = 0
        self.complete.clear()
        self.sent_at = time.perf_counter()

    def add(self) -> None:
        self.count += 1
        self.latencies.append(time.perf_counter() - self.sent_at)
        if self.count >= self.wanted:
            self.complete.set()


class Client(asyncio.Protocol):
    """One socket. A frame that begins `{"t` is a copy of a publication; any other only counts as heard."""

    transport: asyncio.Transport

    def __init__(self, tally: Tally, port: int) -> None:
        self.tally = tally
        self.port = port
        self.received = 0
        self.frames: list[bytes] | None = None  # set to a list to keep the payloads
        self.upgraded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.answered = asyncio.Event()
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by class
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{self.port}"
        self.transport.write(
            f"GET /ws/live/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.upgraded.done():
            self.upgraded.set_exception(ConnectionError("closed in the handshake"))

    def send(self, text: bytes) -> None:
        """Send a short text frame; the mask of zeroes is allowed and costs nothing."""
        length = bytes((0x80 | len(text),)) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
        self.transport.write(b"\x81" + length + b"\0\0\0\0" + text)

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data if self._buffer else data
        if not self.upgraded.done():
            head, separator, data = data.partition(b"\r\n\r\n")
            if not separator:
                self._buffer = head
                return
            if b" 101 " not in head[:20]:
                self.upgraded.set_exception(ConnectionError(head[:60]))
                return
            self.upgraded.set_result(None)
        self._buffer = data[self._read_frames(data) :]

    def _read_frames(self, data: bytes) -> int:
        """Count the whole frames in `data`; return where the rest begins."""
        at, end = 0, len(data)
        while end - at >= 2:
            length, head = data[at + 1], 2
            if length == 126:
                length, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            elif length == 127:
                length, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
            if end - at < head + length:
                break
            self._frame(data[at] & 15, data[at + head : at + head + length])
            at += head + length
        return at

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == 9:
            self.transport.write(b"\x8a" + bytes((0x80 | len(payload),)) + b"\0\0\0\0" + payload)
        elif opcode == 1:
            self.answered.set()
            if payload[:3] == b'{"t':
                self.received += 1
                self.tally.add()
            if self.frames is not None:
                self.frames.append(payload)


async def connect(tally: Tally, number: int, port: int, greeting: bytes = b"") -> list[Client]:
    """Open the sockets; with a greeting, send it on each and wait for its answer."""
    loop = asyncio.get_running_loop()
    clients: list[Client] = []
    for start in range(0, number, CONNECT_AT_ONCE):
        some = range(min(CONNECT_AT_ONCE, number - start))
        new = [(await loop.create_connection(lambda: Client(tally, port), "127.0.0.1", port))[1] for _ in some]
        await asyncio.wait_for(asyncio.gather(*(client.upgraded for client in new)), WAIT_SECONDS)
        if greeting:
            for client in new:
                client.send(greeting)
            await asyncio.wait_for(asyncio.gather(*(client.answered.wait() for client in new)), WAIT_SECONDS)
        clients += new
    return clients


async def publish_for(
    seconds: float, tally: Tally, publish: Callable[[], Awaitable[None]], *, pause_seconds: float = 0
) -> int:
    """Publish one message after the other, each when all have the last and after a pause; return how many.

    Raises: TimeoutError when a copy is lost.
    """
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        await asyncio.sleep(pause_seconds)
        tally.publish()
        await publish()
        await asyncio.wait_for(tally.complete.wait(), WAIT_SECONDS)
        count += 1
    return count
