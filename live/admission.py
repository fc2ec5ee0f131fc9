"""The door of the live socket: who comes in, and how many of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from live import limits, origins, people, threads
from live.frames import Message
from live.people import Person

PATH = "/ws/live/"
Send = Callable[[Message], Awaitable[None]]
_seats = limits.Seats()


async def come_later(scope: dict[str, Any], send: Send) -> None:
    """Answer 503 where the server can, else as one who is refused."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})
        return
    await send({"type": "websocket.http.response.start", "status": 503, "headers": [(b"retry-after", b"5")]})
    await send({"type": "websocket.http.response.body", "body": b""})


async def admit(scope: dict[str, Any], seats: ExitStack) -> Person | None:
    """Return who may come in, holding their seats until the stack is closed; None for those who may not."""
    headers = scope["headers"]
    if scope["path"] != PATH or not origins.is_ours(headers):
        return None
    address = limits.address(scope.get("client"), headers)
    if not _sit(seats, f"address {address}", settings.HEARTH_LIVE_SOCKETS_PER_ADDRESS):
        return None
    session_key = _session_key(headers)
    person = await threads.run(people.identify, session_key) if session_key else people.VISITOR
    if person.pk and not _sit(seats, f"member {person.pk}", limits.SOCKETS_PER_MEMBER):
        return None
    return person


def _sit(seats: ExitStack, holder: str, most: int) -> bool:
    if not _seats.take(holder, most):
        return False
    seats.callback(_seats.release, holder)
    return True


def _session_key(headers: origins.Headers) -> str:
    cookies = next((value.decode("latin-1") for key, value in headers if key == b"cookie"), "")
    return str(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, ""))
