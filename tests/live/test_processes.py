"""Several processes and a Redis that comes and goes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import connection

from bench.live_client import Tally, connect as connect_many
from live import heartbeat
from live.services import topics
from tests.live.conftest import Connect
from tests.servers import Valkey
from tests.site import Site

in_thread = database_sync_to_async
NAME = "test:name:1"
TOUCH = "import django; django.setup(); from live.services import topics; topics.touch('test:name:1')"


def touch_elsewhere() -> None:
    """Touch the topic in another process, which ends at once."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", TOUCH], env=env, check=True, timeout=60)


@pytest.mark.production_only
async def test_a_touch_in_another_process_arrives_even_if_that_process_ends_at_once(connect: Connect) -> None:
    async with connect() as socket:
        await socket.listen(NAME)
        await in_thread(touch_elsewhere)()

        assert await socket.next(2) == {"t": NAME, "v": 1}


@pytest.mark.production_only
async def test_two_servers_tell_their_own_listeners(connect: Connect) -> None:
    second = Site()
    await in_thread(second.start)()
    try:
        async with connect() as here, connect(port=second.port, headers={"Origin": second.url}) as there:
            for socket in (here, there):
                await socket.listen(NAME)
            await in_thread(topics.touch)(NAME)

            assert await here.next() == await there.next() == {"t": NAME, "v": 1}
    finally:
        await in_thread(second.stop)()


async def test_a_server_is_told_again_after_a_later_server_of_its_process_has_gone(connect: Connect) -> None:
    second = Site()
    await in_thread(second.start)()
    async with connect() as here:
        await here.listen(NAME)
    async with connect(port=second.port, headers={"Origin": second.url}) as there:
        await there.listen(NAME)
        await in_thread(second.stop)()

    async with connect() as here:
        await here.listen(NAME)
        await in_thread(topics.touch)(NAME)

        assert await here.next() == {"t": NAME, "v": 1}  # long before a heartbeat


@pytest.mark.production_only
async def test_without_redis_writes_are_quick_pages_follow_by_heartbeat_and_hints_return_with_it(
    connect: Connect, redis_server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.5)
    async with connect() as socket:
        await socket.listen(NAME)
        await in_thread(redis_server.stop)()
        started = time.monotonic()
        await in_thread(topics.touch)(NAME)
        assert time.monotonic() - started < 0.5

        await until_told(socket, 1)
        await in_thread(redis_server.start)()
        monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 60)
        await asyncio.sleep(3)
        version = 1
        while version < 20:
            version += 1
            await in_thread(topics.touch)(NAME)
            await asyncio.sleep(0.05)

        await until_told(socket, version)


async def until_told(socket: Any, version: int) -> None:
    """Read until a hint (not a heartbeat) tells the version."""
    frame: dict[str, Any] = {}
    while frame.get("v") != version:
        frame = await socket.next()


async def test_five_hundred_sockets_that_come_at_once_are_served_within_five_seconds(site: Site, settings: Any) -> None:
    settings.HEARTH_LIVE_SOCKETS_PER_ADDRESS = 1_000
    greeting = b'{"sub":["test:name:1","test:name:2","test:shared:3"]}'

    started = time.monotonic()
    clients = await connect_many(Tally(wanted=500), 500, site.port, greeting)
    seconds = time.monotonic() - started
    for client in clients:
        client.transport.abort()

    assert seconds < 5
