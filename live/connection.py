"""One open socket, seen from the hub: who listens to what, and how far it has fallen behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from typing import Any, ClassVar

from live.frames import Message
from live.people import Person

Send = Callable[[Message], Awaitable[None]]
Latest = Callable[[str, str], Message | None]


class _Rest:
    """Carries on a coroutine that was stepped once by hand and now waits for `future`."""

    def __init__(self, step: Generator[Any, None, None], future: Any) -> None:
        self.step = step
        self.future = future

    def __await__(self) -> Generator[Any, None, None]:
        try:
            yield self.future
        except BaseException as problem:
            self.step.throw(problem)
            return
        yield from self.step


class Connection:
    """A socket that never makes the others wait.

    A send is stepped once by hand; almost always that is the whole send. Only when the socket's buffer is full does
    the rest become a task; until it ends, newer frames are skipped and their topics noted in `behind`, and afterwards
    each gets its newest frame once.
    """

    skipped: ClassVar[int] = 0  # of all connections of this process
    __slots__ = ("behind", "closing", "doubts", "draining", "latest", "locale", "person", "send", "topics")

    def __init__(self, *, send: Send, person: Person, locale: str, latest: Latest) -> None:
        self.send = send
        self.person = person
        self.locale = locale
        self.latest = latest
        self.topics: set[str] = set()
        self.behind: set[str] = set()
        self.doubts = 0
        self.draining: asyncio.Task[None] | None = None
        self.closing = asyncio.Event()

    def push(self, message: Message, topic: str = "") -> None:
        """Send without waiting, or note that the topic was skipped."""
        if self.draining is not None:
            Connection.skipped += 1
            if topic:
                self.behind.add(topic)
            return
        step: Any = self.send(message).__await__()
        try:
            future = step.send(None)
        except StopIteration:
            return
        except Exception:  # the server's own type for "the client has gone"; its reader ends the connection
            self.closing.set()
            return
        self.draining = asyncio.ensure_future(self._drain(_Rest(step, future)))

    async def _drain(self, rest: _Rest) -> None:
        try:
            await rest
            while self.behind:
                topic = self.behind.pop()
                message = self.latest(topic, self.locale) if topic in self.topics else None
                if message:
                    await self.send(message)
        except Exception:
            self.closing.set()
        finally:
            self.draining = None
