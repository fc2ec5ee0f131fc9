"""What Hearth's hub is measured against: the least that Python can do, and Channels as it comes out of the box.

`python -m bench.live_servers floor PORT` is an asyncio protocol that builds a frame once and writes it to everybody;
`uvicorn --factory bench.live_servers:stock` is a consumer in a group of the Redis core layer. Both send each message
they receive to all.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import sys
from typing import Any, cast

import uvloop

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
everybody: set[asyncio.Transport] = set()


class Floor(asyncio.Protocol):
    """The smallest WebSocket server for short unmasked-by-zero text frames."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by class
        self.buffer = b""
        self.is_open = False

    def connection_lost(self, problem: Exception | None) -> None:
        everybody.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.is_open and b"\r\n\r\n" in self.buffer:
            self._open()
        while self.is_open and (payload := self._next()) is not None:
            frame = b"\x81" + _length(payload) + payload
            for transport in everybody:
                transport.write(frame)

    def _open(self) -> None:
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = (line.split(b":", 1) for line in head.split(b"\r\n")[1:])
        key = next(value.strip() for name, value in lines if name.lower() == b"sec-websocket-key")
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
        upgrade = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self.transport.write(upgrade + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        self.is_open = True
        everybody.add(self.transport)

    def _next(self) -> bytes | None:
        data = self.buffer
        if len(data) < 2:
            return None
        length, head = data[1] & 127, 2
        if length == 126:
            length, head = int.from_bytes(data[2:4], "big"), 4
        if len(data) < head + 4 + length:
            return None
        self.buffer = data[head + 4 + length :]
        return data[head + 4 : head + 4 + length]


def _length(payload: bytes) -> bytes:
    return bytes((len(payload),)) if len(payload) < 126 else b"\x7e" + len(payload).to_bytes(2, "big")


def stock() -> Any:
    """Return the consumer of Channels' documentation on its recommended layer."""
    import django
    from django.conf import settings

    config = {"hosts": [os.environ["REDIS_URL"]], "capacity": 1000}
    layers = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": config}}
    settings.configure(INSTALLED_APPS=["channels"], SECRET_KEY="bench", ALLOWED_HOSTS=["*"], CHANNEL_LAYERS=layers)
    django.setup()
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import ProtocolTypeRouter

    class Group(AsyncWebsocketConsumer):
        async def connect(self) -> None:
            await self.channel_layer.group_add("all", self.channel_name)
            await self.accept()

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard("all", self.channel_name)

        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
            await self.channel_layer.group_send("all", {"type": "tell", "text": text_data})

        async def tell(self, event: dict[str, Any]) -> None:
            await self.send(text_data=event["text"])

    return ProtocolTypeRouter({"websocket": Group.as_asgi()})


async def serve_floor(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Floor, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve_floor(int(sys.argv[2])))
