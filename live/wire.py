"""From any thread of any process to every hub: one small message over the channel layer, never waited for.

The message goes out on the event loop of this process's hub when there is one, else on a loop in a thread of its own.
What is told while an earlier message is still on its way is folded into the next one. A broken layer costs the caller
nothing: it is logged once for each outage, and heartbeats repair what was lost.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
from collections.abc import Collection
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

GROUP = "live"
EVERYBODY = 0  # no member has this key
SEND_SECONDS = 2
LAST_WORDS_SECONDS = 1
logger = logging.getLogger(__name__)


class Wire:
    """This process's outgoing side."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._versions: dict[str, int] = {}
        self._doubted: set[int] = set()
        self._sender: asyncio.AbstractEventLoop | None = None
        self._idle = threading.Event()
        self._idle.set()
        self._is_broken = False
        self._hub_loop: asyncio.AbstractEventLoop | None = None
        self._own_loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def use_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Send on the hub's loop from now on; the in-memory layer reaches nobody from another one."""
        self._hub_loop = loop

    def tell(self, versions: dict[str, int], doubted: Collection[int] = ()) -> None:
        """Queue hints and doubts, and make sure that somebody is sending."""
        with self._lock:
            for name, version in versions.items():
                self._versions[name] = max(version, self._versions.get(name, 0))
            self._doubted.update(doubted)
            if self._sender and not self._sender.is_closed():  # a loop that ended took its unfinished sending along
                return
            loop = self._loop()
            if loop is None:
                self._take()
                return
            self._sender = loop
            self._idle.clear()
            loop.call_soon_threadsafe(self._start, loop)

    def wait(self, seconds: float) -> bool:
        """Wait until everything told so far is sent or given up; False when that takes too long."""
        return self._idle.wait(seconds)

    def _loop(self) -> asyncio.AbstractEventLoop | None:
        if self._hub_loop and not self._hub_loop.is_closed():
            return self._hub_loop
        if isinstance(get_channel_layer(), InMemoryChannelLayer):
            return None  # no hub in the only process: nobody listens
        if self._own_loop is None:
            self._own_loop = asyncio.new_event_loop()
            threading.Thread(target=self._own_loop.run_forever, name="live-wire", daemon=True).start()
        return self._own_loop

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._task = loop.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            while message := self._take_or_rest():
                await self._send(message)
        except asyncio.CancelledError:  # the loop is closing
            self._rest()
            raise

    async def _send(self, message: dict[str, Any]) -> None:
        try:
            layer = get_channel_layer()
            assert layer is not None
            async with asyncio.timeout(SEND_SECONDS):
                await layer.group_send(GROUP, message)
        except Exception as problem:
            if not self._is_broken:
                logger.warning("Live hints cannot be sent, pages will catch up by heartbeat: %r", problem)
            self._is_broken = True
            return
        self._is_broken = False

    def _take_or_rest(self) -> dict[str, Any] | None:
        with self._lock:
            message = self._take()
            if message is None:
                self._sender = None
                self._idle.set()
            return message

    def _rest(self) -> None:
        with self._lock:
            self._sender = None
            self._idle.set()

    def _take(self) -> dict[str, Any] | None:
        if not self._versions and not self._doubted:
            return None
        message = {"type": "live", "v": self._versions, "doubted": sorted(self._doubted)}
        self._versions, self._doubted = {}, set()
        return message


_wires = [Wire()]


def hint(versions: dict[str, int]) -> None:
    """Tell every hub the new versions; never raises and never waits."""
    _wires[0].tell(versions)


def doubt(people: Collection[int]) -> None:
    """Tell every hub to ask again what these people may hear."""
    _wires[0].tell({}, people)


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Send on the hub's loop from now on."""
    _wires[0].use_loop(loop)


def wait(seconds: float) -> bool:
    """Wait until what was told so far has left this process."""
    return _wires[0].wait(seconds)


def _forget_the_parent() -> None:
    _wires[0] = Wire()


os.register_at_fork(after_in_child=_forget_the_parent)
atexit.register(lambda: _wires[0].wait(LAST_WORDS_SECONDS))
