"""Versions rise in the caller's transaction; hints leave after its commit, and no wire can hurt the caller."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.db import connection, transaction
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from live import registry, wire
from live.selectors import topics as selector
from live.services import topics

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_name")]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """What the wire was told, in order."""
    seen: list[dict[str, int]] = []
    monkeypatch.setattr(wire, "hint", seen.append)
    return seen


def test_touch_raises_each_version_by_one_in_one_query() -> None:
    topics.touch("b", "a")

    with CaptureQueriesContext(connection) as queries:
        topics.touch("c", "a", "c")

    assert len(queries) == 1
    assert selector.versions(["a", "b", "c", "never"]) == {"a": 2, "b": 1, "c": 1, "never": 0}


def test_versions_of_any_number_of_names_take_one_query(django_assert_num_queries: Any) -> None:
    topics.touch(*(f"post:{number}" for number in range(200)))

    with django_assert_num_queries(1):
        assert len(selector.versions(f"post:{number}" for number in range(300))) == 300
    with django_assert_num_queries(0):
        assert selector.versions([]) == {}


def test_a_hint_leaves_after_commit_only(told: list[dict[str, int]]) -> None:
    with transaction.atomic():
        topics.touch("a")
        assert told == []

    assert told == [{"a": 1}]


def test_a_rolled_back_touch_changes_and_tells_nothing(told: list[dict[str, int]]) -> None:
    with transaction.atomic():
        topics.touch("a")
        transaction.set_rollback(True)

    assert told == []
    assert selector.versions(["a"]) == {"a": 0}


def test_a_name_touched_twice_in_one_block_rises_once(told: list[dict[str, int]]) -> None:
    with transaction.atomic():
        topics.touch("a", "b")
        with CaptureQueriesContext(connection) as queries:
            topics.touch("a")
        topics.touch("a", "c")

    assert len(queries) == 0
    assert told == [{"a": 1, "b": 1}, {"c": 1}]


def test_a_touch_undone_by_a_savepoint_is_done_again(told: list[dict[str, int]]) -> None:
    with transaction.atomic():
        with transaction.atomic():
            topics.touch("a")
            transaction.set_rollback(True)
        topics.touch("a")

    assert told == [{"a": 1}]
    assert selector.versions(["a"]) == {"a": 1}


def test_a_name_too_long_for_the_table_is_refused_before_the_database_sees_it() -> None:
    with pytest.raises(ValueError, match="80 characters"), transaction.atomic():
        topics.touch("x" * 81)


def test_a_broken_layer_never_reaches_the_caller(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    class Broken:
        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            raise ConnectionError("no layer")

    monkeypatch.setattr(wire, "_wires", [wire.Wire()])
    monkeypatch.setattr(wire, "get_channel_layer", Broken)

    for _ in range(3):
        topics.touch("a")
        assert wire.wait(5)

    assert selector.versions(["a"]) == {"a": 3}
    assert len([record for record in caplog.records if "cannot be sent" in record.message]) == 1


def test_a_layer_that_hangs_does_not_delay_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging:
        sent: list[dict[str, int]] = []
        release = threading.Event()

        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            await asyncio.to_thread(self.release.wait, 5)
            self.sent.append(message["v"])

    monkeypatch.setattr(wire, "_wires", [wire.Wire()])
    monkeypatch.setattr(wire, "get_channel_layer", Hanging)

    for _ in range(10):
        topics.touch("a", "b")
    assert Hanging.sent == []
    Hanging.release.set()
    assert wire.wait(5)

    assert Hanging.sent[-1] == {"a": 10, "b": 10}
    assert len(Hanging.sent) <= 3  # what piles up behind a slow send travels together


def test_the_tag_prints_the_version_that_the_view_read() -> None:
    template = Template('{% load live %}<p {% live "post:7" %}></p><p {% live "post:8" 3 %}></p>')

    html = template.render(Context({"live_versions": {"post:7": 12}}))

    assert html == ('<p data-live="post:7" data-live-version="12"></p><p data-live="post:8" data-live-version="3"></p>')


def test_the_tag_refuses_a_version_that_nobody_read_before_the_content() -> None:
    with pytest.raises(LookupError, match="live_versions"):
        Template('{% load live %}<p {% live "post:7" %}></p>').render(Context({"live_versions": {}}))


def test_the_layer_is_the_one_of_this_world(world: str) -> None:
    expected = {"embedded": "InMemoryChannelLayer", "production": "RedisPubSubChannelLayer"}[world]

    assert type(get_channel_layer()).__name__ == expected


@pytest.mark.parametrize("kind", ["board:{}", "post:{}", "post:{}:comments", "group:{}:feed", "group:{}:queue"])
def test_a_topic_has_one_spelling(kind: str) -> None:
    assert registry.find(kind.format(1)) is not None
    for alias in ("\uff11", "01", "0", "-1", "+1", "1 ", "1\n", "1" * 19):  # each would fill the cache once more
        assert registry.find(kind.format(alias)) is None
