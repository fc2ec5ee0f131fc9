"""The hub alone: nobody waits for anybody, and what was skipped comes again in its newest form."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from live import frames
from live.connection import Connection
from live.hub import Hub
from live.people import VISITOR

TOPIC = "test:name:1"


class Reader:
    """A client behind the server's send(), which may stop reading or vanish."""

    def __init__(self, hub: Hub, *topics: str) -> None:
        self.seen: list[dict[str, Any]] = []
        self.can_read = asyncio.Event()
        self.can_read.set()
        self.is_gone = False
        self.connection = Connection(send=self.send, person=VISITOR, locale="en", latest=hub.latest)
        hub.enter(self.connection)
        hub.join(self.connection, topics)

    async def send(self, message: frames.Message) -> None:
        await self.can_read.wait()
        if self.is_gone:
            raise ConnectionError
        self.seen.append(json.loads(message["text"]))

    @property
    def versions(self) -> list[int]:
        return [frame["v"] for frame in self.seen]


@pytest.fixture
def hub(members_only: set[int]) -> Hub:
    hub = Hub()
    hub.hint_rest_seconds = 0.0
    return hub


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def tell(hub: Hub, versions: dict[str, int]) -> None:
    hub.hear({"v": versions, "doubted": []})
    await settle()


async def test_a_stalled_reader_delays_nobody_and_gets_the_newest_when_it_reads_again(hub: Hub) -> None:
    others = [Reader(hub, TOPIC) for _ in range(3)]
    stalled = Reader(hub, TOPIC, "test:name:2")
    stalled.can_read.clear()

    for version in range(1, 101):
        await tell(hub, {TOPIC: version})
    await tell(hub, {"test:name:2": 7})
    assert [reader.versions for reader in others] == [list(range(1, 101))] * 3
    assert stalled.seen == []
    stalled.can_read.set()
    await settle()

    assert stalled.versions[0] == 1  # the one that was on its way
    assert sorted(stalled.versions[1:]) == [7, 100]


async def test_a_stalled_reader_costs_no_memory_for_each_message(hub: Hub) -> None:
    stalled = Reader(hub, TOPIC)
    stalled.can_read.clear()

    for version in range(1, 5_001):
        hub.hear({"v": {TOPIC: version}, "doubted": []})
        await asyncio.sleep(0)

    assert stalled.connection.behind == {TOPIC}
    assert len(asyncio.all_tasks()) <= 3


async def test_a_reader_that_left_a_topic_while_it_stalled_is_not_told_of_it(hub: Hub) -> None:
    stalled = Reader(hub, TOPIC, "test:name:2")
    stalled.can_read.clear()
    await tell(hub, {TOPIC: 1})
    await tell(hub, {"test:name:2": 5})
    hub.leave(stalled.connection, {"test:name:2"})
    stalled.can_read.set()
    await settle()

    assert stalled.versions == [1]


async def test_a_reader_that_vanished_is_shown_out_and_the_rest_go_on(hub: Hub) -> None:
    gone, other = Reader(hub, TOPIC), Reader(hub, TOPIC)
    gone.is_gone = True

    await tell(hub, {TOPIC: 1})

    assert gone.connection.closing.is_set()
    assert other.versions == [1]


async def test_a_reader_that_vanishes_while_it_stalls_is_shown_out(hub: Hub) -> None:
    gone = Reader(hub, TOPIC)
    gone.can_read.clear()
    await tell(hub, {TOPIC: 1})
    gone.is_gone = True
    gone.can_read.set()
    await settle()

    assert gone.connection.closing.is_set()
    assert gone.connection.draining is None


async def test_doubles_and_late_hints_are_told_once(hub: Hub) -> None:
    reader = Reader(hub, TOPIC)

    for version in (3, 3, 2, 1, 4, 3):
        await tell(hub, {TOPIC: version})

    assert reader.versions == [3, 4]


async def test_a_resting_topic_tells_only_its_newest_version(hub: Hub) -> None:
    hub.hint_rest_seconds = 0.02
    reader = Reader(hub, TOPIC)

    for version in range(1, 50):
        await tell(hub, {TOPIC: version})
    await asyncio.sleep(0.06)

    assert reader.versions == [1, 49]


async def test_shared_content_is_rendered_once_for_each_language_and_version(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []

    async def render(work: Any, topic: str, found: Any, locale: str, **at: int) -> str:
        rendered.append(locale)
        return "<b>"

    monkeypatch.setattr("live.threads.run", render)
    readers = [Reader(hub, "test:shared:1") for _ in range(20)]
    readers[0].connection.locale = "zh-hans"

    await tell(hub, {"test:shared:1": 1})

    assert sorted(rendered) == ["en", "zh-hans"]
    assert all(reader.seen == [{"t": "test:shared:1", "v": 1, "html": "<b>"}] for reader in readers)


async def test_content_that_cannot_be_rendered_becomes_a_hint(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*args: Any, **at: int) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("live.threads.run", fail)
    reader = Reader(hub, "test:shared:1")

    await tell(hub, {"test:shared:1": 1})

    assert reader.seen == [{"t": "test:shared:1", "v": 1}]


async def test_a_hub_remembers_nothing_of_topics_without_listeners(hub: Hub) -> None:
    reader = Reader(hub, TOPIC, "test:name:2")
    await tell(hub, {TOPIC: 1, "test:name:2": 1, "test:name:3": 1})

    hub.exit(reader.connection)

    assert (hub.listeners, hub.versions, hub.connections) == ({}, {}, set())


async def test_another_epoch_makes_every_version_news_again(hub: Hub) -> None:
    reader = Reader(hub, TOPIC)
    hub.begin_epoch(1)
    await tell(hub, {TOPIC: 9})

    hub.begin_epoch(2)
    await tell(hub, {TOPIC: 2})

    assert reader.versions == [9, 2]


async def test_the_first_epoch_to_be_seen_forgets_nothing(hub: Hub) -> None:
    reader = Reader(hub, TOPIC)
    await tell(hub, {TOPIC: 9})

    hub.begin_epoch(1)
    await tell(hub, {TOPIC: 9})

    assert reader.versions == [9]


async def test_another_epoch_while_a_topic_rests_tells_nothing_old(hub: Hub) -> None:
    hub.hint_rest_seconds = 0.02
    hub.begin_epoch(1)
    reader = Reader(hub, TOPIC)
    await tell(hub, {TOPIC: 9})
    await tell(hub, {TOPIC: 10})

    hub.begin_epoch(2)
    await asyncio.sleep(0.06)
    await tell(hub, {TOPIC: 1})

    assert reader.versions == [9, 1]


async def test_what_a_newcomer_was_told_is_news_only_to_those_who_missed_it(hub: Hub) -> None:
    first = Reader(hub, TOPIC)
    hub.note({TOPIC: 3})
    assert first.versions == []

    second = Reader(hub, TOPIC)
    hub.note({TOPIC: 3})
    assert first.versions == []
    hub.note({TOPIC: 5})
    hub.note({"test:name:2": 1})

    assert first.versions == second.versions == [5]
    assert "test:name:2" not in hub.versions


async def test_a_shared_topic_left_while_it_renders_can_be_heard_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.hub.SHARED_REST_SECONDS", 0.01)

    async def render(work: Any, *args: Any, version: int, **at: Any) -> str:
        await asyncio.sleep(0.01)
        return f"<b>{version}"

    monkeypatch.setattr("live.threads.run", render)
    first = Reader(hub, "test:shared:1")
    hub.hear({"v": {"test:shared:1": 1}, "doubted": []})
    hub.exit(first.connection)
    second = Reader(hub, "test:shared:1")
    await tell(hub, {"test:shared:1": 2})
    await asyncio.sleep(0.1)

    assert first.seen == []
    assert second.seen[-1] == {"t": "test:shared:1", "v": 2, "html": "<b>2"}


def test_a_frame_is_put_into_bytes_once_for_all_sockets():
    text = frames.shared("board:7", 3, "<p>Mei’s tea, 茶</p>")["text"]

    assert text.encode() is text.encode("utf-8")
    assert json.loads(text.encode()) == json.loads(text) == {"t": "board:7", "v": 3, "html": "<p>Mei’s tea, 茶</p>"}
