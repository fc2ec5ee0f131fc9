"""The WebSocket: who may open it, what it may ask for, and when it ends (docs/live-events.md)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError

from lib.outages import is_away
from live import admission, frames, limits, policies, threads
from live.connection import Connection
from live.frames import Message
from live.heartbeat import current_hub
from live.hub import Hub

SIGNED_OUT = 4401  # the session has ended; a page that comes back does so as whoever it then is
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
logger = logging.getLogger(__name__)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket from its handshake to its end. A refused handshake is answered 403, without a database 503."""
    await receive()
    with ExitStack() as seats:
        try:
            person = await admission.admit(scope, seats)
        except DatabaseError as problem:
            if not is_away(problem):
                raise
            logger.warning("A socket stays closed because the database does not answer: %r", problem)
            await admission.come_later(scope, send)
            return
        if person is None:
            await send({"type": "websocket.close"})
            return
        hub = await current_hub()
        await send({"type": "websocket.accept"})
        connection = Connection(send=send, person=person, locale=_locale(scope), latest=hub.latest)
        hub.enter(connection)
        try:
            await _converse(hub, connection, receive)
        finally:
            hub.exit(connection)


async def _converse(hub: Hub, connection: Connection, receive: Receive) -> None:
    bucket = limits.Bucket()
    async for event in _events(connection, receive):
        try:
            if not bucket.take():
                raise frames.Refused(frames.POLICY)
            await _serve(hub, connection, frames.read(event))
        except frames.Refused as refusal:
            await _close(connection, refusal.code)
            return
        except DatabaseError as problem:
            logger.warning("A socket closes because the database does not answer: %r", problem)
            await _close(connection, frames.TRY_AGAIN)
            return
    if connection.closing.is_set():
        await _close(connection, SIGNED_OUT)


async def _serve(hub: Hub, connection: Connection, wish: frames.Wish) -> None:
    """Grant a wish: join first and read the versions after, so that no change falls between."""
    hub.leave(connection, connection.topics & set(wish.unsub))
    room = frames.MOST_TOPICS - len(connection.topics)
    new = [topic for topic in wish.sub if topic not in connection.topics][:room]
    granted = await _grant(connection, new) if new else set()
    hub.join(connection, granted)
    asked = connection.topics & set(wish.sub)
    if not asked:
        return
    now = await hub.reader.read(asked)
    hub.begin_epoch(now.epoch)
    hub.note(now.versions)
    await connection.send(frames.now(now.epoch, now.versions))


async def _grant(connection: Connection, topics: list[str]) -> set[str]:
    """Return what the person may hear; a right that was doubted while it was looked up is looked up again."""
    doubts = -1
    while doubts != connection.doubts:
        doubts = connection.doubts
        granted = await threads.run(policies.allowed, connection.person.user, topics)
    return granted


async def _events(connection: Connection, receive: Receive) -> AsyncIterator[Message]:
    """Yield what the client sends until it leaves or the connection is to close."""
    closing = asyncio.ensure_future(connection.closing.wait())
    try:
        while True:
            event = asyncio.ensure_future(receive())
            await asyncio.wait({event, closing}, return_when=asyncio.FIRST_COMPLETED)
            if closing.done():
                event.cancel()
                return
            message = event.result()
            if message["type"] == "websocket.disconnect":
                return
            yield message
    finally:
        closing.cancel()


async def _close(connection: Connection, code: int) -> None:
    """Say goodbye, unless the other side has gone or takes nothing any more."""
    if connection.draining is not None:
        connection.draining.cancel()
        return
    with suppress(Exception):
        await connection.send({"type": "websocket.close", "code": code})


def _locale(scope: dict[str, Any]) -> str:
    wanted = parse_qs(scope["query_string"].decode("latin-1")).get("l", [""])[0].lower()
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
