"""The one place of a process where hints arrive and frames leave.

One subscription to the channel layer serves every socket of the process. A frame is made once and handed to each
listener without waiting for any. A topic that changes often rests between two tellings, and then only its newest
version is told; the content of a shared topic is rendered once for each language.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable
from typing import Any

from live import fragments, frames, registry, rights, threads
from live.connection import Connection
from live.frames import Message
from live.reader import Reader
from live.wire import EVERYBODY

HINT_REST_SECONDS = 0.1
SHARED_REST_SECONDS = 0.25
logger = logging.getLogger(__name__)


class Hub:
    """Who listens to what in this process, and the newest version of it. Everything here runs on one event loop."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.listeners: dict[str, set[Connection]] = {}
        self.versions: dict[str, int] = {}
        self.epoch = 0
        self.reader = Reader()
        self.hint_rest_seconds = HINT_REST_SECONDS
        self._shown: dict[tuple[str, str], Message] = {}
        self._resting: set[str] = set()
        self._changed: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def enter(self, connection: Connection) -> None:
        self.connections.add(connection)

    def exit(self, connection: Connection) -> None:
        self.leave(connection, connection.topics)
        self.connections.discard(connection)

    def join(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in topics:
            self.listeners.setdefault(topic, set()).add(connection)
            connection.topics.add(topic)

    def leave(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in tuple(topics):
            connection.topics.discard(topic)
            listeners = self.listeners.get(topic, set())
            listeners.discard(connection)
            if not listeners:
                self._forget(topic)

    def expel(self, connection: Connection, topics: set[str]) -> None:
        """Take topics from a connection that has lost the right to them, and say so."""
        self.leave(connection, topics)
        connection.push(frames.end(topics))

    def hear(self, message: dict[str, Any]) -> None:
        """Take a message from the channel layer."""
        for topic, version in message["v"].items():
            self.learn(topic, version)
        if message["doubted"]:
            self.doubt(message["doubted"])

    def doubt(self, people: Collection[int]) -> None:
        """Ask again what these people may hear; what they are just being granted is asked again as well."""
        for connection in self.connections:
            if EVERYBODY in people or connection.person.pk in people:
                connection.doubts += 1
        self._start(rights.check(self, people))

    def learn(self, topic: str, version: int) -> None:
        """Tell the listeners if this is news; doubles and what arrives late are not."""
        if topic not in self.listeners or version <= self.versions.get(topic, 0):
            return
        self.versions[topic] = version
        if topic in self._resting:
            self._changed.add(topic)
        else:
            self._tell(topic)

    def note(self, versions: dict[str, int]) -> None:
        """Take versions that a listener was just told: new to this hub they are no news, newer than known they are."""
        for topic, version in versions.items():
            if topic in self.listeners and topic not in self.versions:
                self.versions[topic] = version
            else:
                self.learn(topic, version)

    def begin_epoch(self, epoch: int) -> None:
        """Forget every version if another database counts them now; the first epoch to be seen changes nothing."""
        if epoch != self.epoch and self.epoch:
            self.versions.clear()
            self._shown.clear()
            self._changed.clear()
        self.epoch = epoch

    def latest(self, topic: str, locale: str) -> Message | None:
        """Return the newest frame of a topic for somebody who has missed some."""
        version = self.versions.get(topic)
        return self._shown.get((topic, locale)) or (frames.hint(topic, version) if version else None)

    def broadcast(self, topic: str, message: Message, connections: Iterable[Connection]) -> None:
        for connection in tuple(connections):
            connection.push(message, topic)

    def _tell(self, topic: str) -> None:
        self._resting.add(topic)
        found, version = registry.find(topic), self.versions[topic]
        if found is not None and found.is_shared:
            self._start(self._show(topic, found, version))
            return
        self.broadcast(topic, frames.hint(topic, version), self.listeners[topic])
        asyncio.get_running_loop().call_later(self.hint_rest_seconds, self._rested, topic)

    async def _show(self, topic: str, found: registry.Found, version: int) -> None:
        loop = asyncio.get_running_loop()
        rested_at = loop.time() + SHARED_REST_SECONDS
        for locale in {connection.locale for connection in self.listeners.get(topic, ())}:
            message = await self._render(topic, found, locale, version)
            listeners = [one for one in self.listeners.get(topic, ()) if one.locale == locale]
            if listeners:
                self._shown[topic, locale] = message
                self.broadcast(topic, message, listeners)
        loop.call_at(rested_at, self._rested, topic)

    async def _render(self, topic: str, found: registry.Found, locale: str, version: int) -> Message:
        try:
            html = await threads.run(fragments.render, topic, found, locale, epoch=self.epoch, version=version)
        except Exception:
            logger.exception("The shared topic %s could not be rendered", topic)
            return frames.hint(topic, version)  # each page asks for it by itself
        return frames.shared(topic, version, html)

    def _rested(self, topic: str) -> None:
        self._resting.discard(topic)
        if topic in self._changed:
            self._changed.discard(topic)
            if topic in self.listeners:
                self._tell(topic)
        elif topic not in self.listeners:
            self._forget(topic)

    def _forget(self, topic: str) -> None:
        self.listeners.pop(topic, None)
        self.versions.pop(topic, None)
        self._changed.discard(topic)
        for key in [key for key in self._shown if key[0] == topic]:
            del self._shown[key]

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
