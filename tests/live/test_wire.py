from __future__ import annotations

import asyncio
from typing import Any

import pytest
from channels.layers import get_channel_layer

from live.wire import GROUP, Wire

pytestmark = pytest.mark.embedded_only


class Loop:
    """An event loop that takes work but never comes to it, as one that is about to end."""

    def __init__(self) -> None:
        self.is_over = False
        self.started = 0

    def is_closed(self) -> bool:
        return self.is_over

    def call_soon_threadsafe(self, *_work: Any) -> None:
        self.started += 1


def test_what_an_ended_loop_did_not_send_is_sent_by_the_next() -> None:
    line, ending = Wire(), Loop()
    line.use_loop(ending)  # type: ignore[arg-type]
    line.tell({"board:1": 4})
    line.tell({"board:1": 5})
    assert ending.started == 1, "one sender at a time"
    ending.is_over = True

    async def hear() -> dict[str, Any]:
        layer: Any = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        line.use_loop(asyncio.get_running_loop())
        line.tell({"board:2": 1})
        return dict(await asyncio.wait_for(layer.receive(channel), 5))

    assert asyncio.run(hear())["v"] == {"board:1": 5, "board:2": 1}
    assert line.wait(1)
