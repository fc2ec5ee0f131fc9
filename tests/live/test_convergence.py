"""Whatever is lost on the way, a page at rest shows what a fresh page would."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.core.cache import cache

from accounts.models import User
from live import heartbeat
from tests.live.conftest import make_member, rename
from tests.live.model import BadWire, ModelPage
from tests.servers import Valkey
from tests.site import Site

in_thread = database_sync_to_async
REST_SECONDS = 15


@pytest.fixture(autouse=True)
def pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.live.pages"
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.5)


@asynccontextmanager
async def open_page(site: Site, members: list[User], wire: BadWire) -> AsyncIterator[ModelPage]:
    page = ModelPage(site, [f"test:{kind}:{member.pk}" for member in members for kind in ("name", "shared")], wire)
    life = asyncio.ensure_future(page.live())
    yield page
    life.cancel()
    await asyncio.wait([life])


def fresh() -> dict[str, str]:
    rows = User.objects.values_list("pk", "display_name")
    return {f"test:{kind}:{pk}": name for pk, name in rows for kind in ("name", "shared")}


async def expect_fresh(page: ModelPage) -> None:
    deadline = time.monotonic() + REST_SECONDS
    wanted = await in_thread(fresh)()
    while (shown := {topic: one.text for topic, one in page.shown.items()}) != wanted:
        assert time.monotonic() < deadline, f"{shown} is not {wanted}"
        await asyncio.sleep(0.05)


async def make_members() -> list[User]:
    return [await in_thread(make_member)(handle) for handle in ("ada", "ben", "cleo", "dora")]


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_losses_doubles_reorders_and_a_restart_the_page_is_fresh(site: Site, seed: int) -> None:
    chance, wire = random.Random(seed), BadWire(seed)
    members = await make_members()

    async with open_page(site, members, wire) as page:
        for turn in range(60):
            await in_thread(rename)(chance.choice(members).pk, f"Name {turn}")
            await asyncio.sleep(chance.choice([0, 0, 0.01, 0.05]))
            if turn == 30:
                await in_thread(site.stop)()
            if turn == 40:
                await in_thread(site.start)()
        wire.is_bad = False

        await expect_fresh(page)


async def test_a_page_at_rest_asks_for_nothing(site: Site) -> None:
    wire = BadWire(0)
    wire.is_bad = False
    members = await make_members()

    async with open_page(site, members, wire) as page:
        await in_thread(rename)(members[0].pk, "Augusta")
        for member in members:
            await in_thread(rename)(member.pk, f"New {member.pk}")
        await expect_fresh(page)
        await asyncio.sleep(1)  # hints of resting topics still come
        fetches = page.fetches
        await asyncio.sleep(1.5)  # three heartbeats

        assert page.fetches == fetches


@pytest.mark.production_only
async def test_after_a_flush_and_a_crash_of_redis_the_page_is_fresh(site: Site, redis_server: Valkey) -> None:
    chance, wire = random.Random(9), BadWire(9)
    members = await make_members()

    async with open_page(site, members, wire) as page:
        for turn in range(60):
            await in_thread(rename)(chance.choice(members).pk, f"Name {turn}")
            await asyncio.sleep(0.02)
            if turn == 20:
                await in_thread(cache.clear)()
            if turn == 35:
                await in_thread(redis_server.restart)()
        wire.is_bad = False

        await expect_fresh(page)
