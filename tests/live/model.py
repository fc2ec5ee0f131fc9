"""The page's algorithm again, without a browser, behind a wire that loses, doubles and holds back frames."""

from __future__ import annotations

import asyncio
import json
import random
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.site import Site

RETRY_SECONDS = 0.2


@dataclass
class Shown:
    version: int
    text: str


class BadWire:
    """Passes frames on as they come when it is fine; otherwise each may vanish, come twice, or come later."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.is_bad = True
        self._held: list[dict[str, Any]] = []

    def carry(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        if not self.is_bad:
            return [frame]
        luck = self.random.random()
        if luck < 0.3:
            return []
        if luck < 0.5:
            self._held.append(frame)
            return []
        late = [self._held.pop(self.random.randrange(len(self._held)))] if self._held and luck < 0.8 else []
        return [frame, *late, frame] if luck < 0.65 else [frame, *late]


class ModelPage:
    """A page that shows topics: `test:name:…` is fetched on a hint, `test:shared:…` may come with its content."""

    def __init__(self, site: Site, topics: list[str], wire: BadWire) -> None:
        self.site = site
        self.wire = wire
        self.shown = {topic: Shown(0, "") for topic in topics}
        self.known = dict.fromkeys(topics, 0)
        self.epoch: int | None = None
        self.fetches = 0
        self._stale: set[str] = set()

    async def live(self) -> None:
        """Connect, and connect again whenever the server has gone; runs until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._fetch_stale())
            while True:
                with suppress(OSError, WebSocketException):
                    await self._listen()
                await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self) -> None:
        url = f"{self.site.url.replace('http', 'ws')}/ws/live/"
        async with connect(url, origin=self.site.url) as websocket:  # type: ignore[arg-type]
            await websocket.send(json.dumps({"sub": list(self.shown)}))
            async for text in websocket:
                for frame in self.wire.carry(json.loads(text)):
                    self.take(frame)

    def take(self, frame: dict[str, Any]) -> None:
        if "now" in frame:
            is_other = self.epoch not in (None, frame["epoch"])
            self.epoch = frame["epoch"]
            self.known |= frame["now"]
            self._stale |= {
                topic for topic, version in frame["now"].items() if is_other or version != self.shown[topic].version
            }
            return
        topic, version = frame["t"], frame["v"]
        self.known[topic] = max(version, self.known[topic])
        if version > self.shown[topic].version:
            if "html" in frame:
                self.shown[topic] = Shown(version, text_of(frame["html"]))
            else:
                self._stale.add(topic)

    async def _fetch_stale(self) -> None:
        while True:
            await asyncio.sleep(0.02)
            for topic in tuple(self._stale):
                self._stale.discard(topic)
                with suppress(OSError):
                    self.shown[topic] = await asyncio.to_thread(self.fetch, topic)

    def fetch(self, topic: str) -> Shown:
        """Return the content as it is now; it covers at least the version known before asking."""
        self.fetches += 1
        version = self.known[topic]
        _, kind, pk = topic.split(":")
        path = f"/test/card/{pk}/" if kind == "name" else f"/live/fragment/?t={topic}"
        with urlopen(self.site.url + path, timeout=5) as answer:
            return Shown(version, text_of(answer.read().decode()))


def text_of(html: str) -> str:
    found = re.search(r"<(?:b|p)[^>]*>([^<]*)<", html)
    assert found, html
    return found.group(1)
