"""Whatever a client sends, only its own socket ends: a bystander hears every change, and the next client is served."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from typing import Any

import pytest
from channels.db import database_sync_to_async
from hypothesis import given, strategies as st
from websockets.exceptions import ConnectionClosed

from live import frames
from live.services import topics
from tests.live.conftest import Connect

in_thread = database_sync_to_async
BYSTANDER = "test:name:1"
CODES = {1000, 1002, 1003, 1007, 1008, 1009}

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(["test:name:1", "test:closed:1", "test:broken", "test:name:\x00", "test:name:" + "9" * 60]) | (
    st.text(st.characters(), max_size=90)
)
WISHES = st.fixed_dictionaries(
    {}, optional={"sub": st.lists(NAMES, max_size=60) | ANYTHING, "unsub": st.lists(NAMES, max_size=60) | ANYTHING}
)


@given(st.text(max_size=200) | (ANYTHING | WISHES).map(json.dumps))
def test_any_text_is_a_wish_or_refused(text: str) -> None:
    with suppress(frames.Refused):  # and nothing else
        wish = frames.read({"text": text})
        assert all(isinstance(name, str) for name in wish.sub + wish.unsub)


def hostile(seed: int) -> list[str | bytes]:
    """Return what one client of this seed sends: nonsense, wishes of nonsense, too much, or all of it."""
    chance = random.Random(seed)
    nonsense: list[str | bytes] = [
        chance.randbytes(chance.randrange(1, 400)),
        "".join(chr(chance.randrange(32, 0xD7FF)) for _ in range(50)),
        "[" * chance.choice([1, 900, 8_000]),
        '{"sub":' * 900 + "1" + "}" * 900,
        '{"sub": [1e999, NaN]}',
        '{"sub": ["\\ud800"], "unsub": ["\\u0000"]}',
        json.dumps({"sub": [f"test:name:{'9' * length}" for length in (18, 19, 20, 60)]}),
        json.dumps({"sub": ["test:broken", "test:closed:1", "epoch", ":::", ""]}),
        json.dumps({"unsub": [BYSTANDER], "sub": [BYSTANDER]}),
        "x" * chance.choice([8_192, 8_193, 70_000, 2_000_000]),
    ]
    chance.shuffle(nonsense)
    return nonsense


async def attack(connect: Connect, sent: list[str | bytes]) -> None:
    """Send each until the server shows the socket out; a new socket goes on with the rest."""
    left = list(sent)
    while left:
        async with connect() as socket:
            with suppress(ConnectionClosed):
                while left:
                    await socket.websocket.send(left.pop())
                    await asyncio.sleep(0.02)  # long enough to be answered
            await socket.websocket.close()
            assert socket.websocket.close_code in CODES


async def read_on(socket: Any, version: int) -> None:
    """Read until the bystander's newest version."""
    told = 0
    while told < version:
        frame = await socket.next()
        told = max(told, frame.get("v", 0), frame.get("now", {}).get(BYSTANDER, 0))


@pytest.mark.parametrize("seed", range(3))
async def test_hostile_clients_disturb_no_bystander(connect: Connect, seed: int) -> None:
    async with connect() as bystander:
        await bystander.listen(BYSTANDER)

        attacks = asyncio.gather(*(attack(connect, hostile(10 * seed + number)) for number in range(6)))
        for version in range(1, 6):
            await in_thread(topics.touch)(BYSTANDER)
            await read_on(bystander, version)
        await attacks

        await in_thread(topics.touch)(BYSTANDER)
        await read_on(bystander, 6)
        async with connect() as another:
            assert await another.listen(BYSTANDER) == {BYSTANDER: 6}


async def test_a_flood_from_ten_sockets_delays_no_bystander(connect: Connect) -> None:
    async def flood() -> int:
        async with connect() as socket:
            with suppress(ConnectionClosed):
                for number in range(2_000):
                    await socket.send(sub=[f"test:name:{number}"], unsub=[f"test:name:{number - 1}"])
            return await socket.end()

    async with connect() as bystander:
        await bystander.listen(BYSTANDER)
        floods = asyncio.gather(*(flood() for _ in range(10)))
        await in_thread(topics.touch)(BYSTANDER)

        await read_on(bystander, 1)

        assert await floods == [1008] * 10


async def test_sockets_that_vanish_in_the_middle_leave_nothing_behind(connect: Connect, settings: Any) -> None:
    settings.HEARTH_LIVE_SOCKETS_PER_ADDRESS = 5

    for _ in range(20):
        async with connect() as socket:
            await socket.send(sub=[BYSTANDER])
            socket.websocket.transport.abort()
        await asyncio.sleep(0.02)

    async with connect() as socket:
        assert await socket.listen(BYSTANDER) == {BYSTANDER: 0}
