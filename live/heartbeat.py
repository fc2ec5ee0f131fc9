"""What keeps a hub true: it listens to the layer, states the versions, and looks again who may hear what."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from channels.layers import get_channel_layer

from lib.outages import is_away
from live import frames, people, rights, snapshot, threads, wire
from live.hub import Hub

HEARTBEAT_SECONDS = 25
SESSION_SECONDS = 5
RETRY_SECONDS = 1
READY_SECONDS = 3
SLICE = 50  # connections served before the loop gets a breath
logger = logging.getLogger(__name__)


class Heartbeat:
    """The three endless tasks beside one hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.is_subscribed = asyncio.Event()
        self._channel = ""
        self._tasks = [
            asyncio.ensure_future(self._listen()),
            asyncio.ensure_future(self._repeat(HEARTBEAT_SECONDS, self.beat)),
            asyncio.ensure_future(self._repeat(SESSION_SECONDS, self.check_sessions)),
        ]

    async def ready(self) -> None:
        """Wait for the subscription, but not for ever: without the layer, heartbeats alone keep pages current."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self.is_subscribed.wait()
        except TimeoutError:
            logger.warning("The channel layer does not answer; live pages follow by heartbeat only")

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def beat(self) -> None:
        """State the versions to every connection, after repairing what the layer has lost.

        Queries: 1, one check for each kind, and one for each person and kind of closed topics.
        """
        with suppress(Exception):
            await self._join_group()
        now = await threads.run(snapshot.take, list(self.hub.listeners))
        self.hub.begin_epoch(now.epoch)
        for topic, version in now.versions.items():
            self.hub.learn(topic, version)
        await rights.check(self.hub)
        for count, connection in enumerate(tuple(self.hub.connections)):
            versions = {topic: self._newest(topic, now.versions) for topic in connection.topics}
            connection.push(frames.all_now(now.epoch, versions))
            if count % SLICE == 0:
                await asyncio.sleep(0)

    async def check_sessions(self) -> None:
        """Close the sockets of those who signed out, were deactivated or changed their password. Queries: 2."""
        fates = await threads.run(people.refresh, {connection.person for connection in self.hub.connections})
        for connection in tuple(self.hub.connections):
            fate = fates.get(connection.person, connection.person)
            if fate is None:
                connection.closing.set()
            else:
                connection.person = fate

    def _newest(self, topic: str, versions: dict[str, int]) -> int:
        return max(versions.get(topic, 0), self.hub.versions.get(topic, 0))

    async def _listen(self) -> None:
        is_broken = False
        while True:
            try:
                await self._join_group()
                self.is_subscribed.set()
                while True:
                    self.hub.hear(await self._receive())
                    is_broken = False
            except Exception as problem:
                if not is_broken:
                    logger.warning("The channel layer is lost, trying again: %r", problem)
                is_broken = True
                await asyncio.sleep(RETRY_SECONDS)

    async def _receive(self) -> dict[str, Any]:
        layer: Any = get_channel_layer()
        message: dict[str, Any] = await layer.receive(self._channel)
        return message

    async def _join_group(self) -> None:
        """Subscribe this process; repeated at each heartbeat, because layers forget old members."""
        layer: Any = get_channel_layer()
        async with asyncio.timeout(wire.SEND_SECONDS):
            self._channel = self._channel or await layer.new_channel()
            await layer.group_add(wire.GROUP, self._channel)

    async def _repeat(self, seconds: float, work: Any) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Exception as problem:
                told = repr(problem) if is_away(problem) else ""
                logger.error("Live: %s failed and will be tried again %s", work.__name__, told, exc_info=not told)


_heartbeats: dict[asyncio.AbstractEventLoop, Heartbeat] = {}


async def current_hub() -> Hub:
    """Return the hub of the running event loop, listening; its first socket starts it."""
    loop = asyncio.get_running_loop()
    if loop not in _heartbeats:
        for closed in [other for other in _heartbeats if other.is_closed()]:
            del _heartbeats[closed]
        _heartbeats[loop] = Heartbeat(Hub())
    wire.use_loop(loop)  # again: a later server of this process may have come and gone
    await _heartbeats[loop].ready()
    return _heartbeats[loop].hub


def hubs() -> tuple[Hub, ...]:
    """Return the hubs of this process: one where there are sockets, none elsewhere."""
    return tuple(each.hub for each in tuple(_heartbeats.values()))
