"""Hearth itself for the live bench: the real ASGI application with topics to measure, and a process that touches them.

`uvicorn bench.live_hearth:application` serves; `python -m bench.live_hearth` touches every topic named on its input.
With HEARTH_BENCH_RENDERS each board of a campaign or a battle that is drawn adds a byte to that file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live import registry, wire  # noqa: E402  (needs Django's app registry)
from live.services import topics  # noqa: E402

SMALL = "x" * 150  # makes a frame of about 200 bytes
BIG = "x" * 60_000
RENDERS = os.environ.get("HEARTH_BENCH_RENDERS", "")


def counted(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return `draw`, which leaves a mark each time it is called."""

    def drawn(**asked: Any) -> Any:
        with Path(RENDERS).open("ab", buffering=0) as file:
            file.write(b".")
        return draw(**asked)

    return drawn


registry.add(registry.Kind(r"bench:feed:\d+", lambda user: True))
registry.add(registry.Kind(r"bench:board:\d+", lambda user: True, lambda locale: SMALL))
registry.add(registry.Kind(r"bench:big:\d+", lambda user: True, lambda locale: BIG))

if RENDERS:
    from rewards.selectors import battles, campaigns

    campaigns.board = counted(campaigns.board)
    battles.board = counted(battles.board)

from config.asgi import application  # noqa: E402  (after the kinds, as apps add theirs)

__all__ = ["application"]

if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        topics.touch(line.strip())
    wire.wait(5)
