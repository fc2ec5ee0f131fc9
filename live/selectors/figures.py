"""How many listen in this process, and to how much."""

from __future__ import annotations

from dataclasses import dataclass

from live import heartbeat
from live.connection import Connection


@dataclass(frozen=True)
class Figures:
    """Open sockets, topics that somebody hears, and frames that were skipped for listeners who were too slow."""

    sockets: int
    topics: int
    skipped: int


def figures() -> Figures | None:
    """Return the figures of this process, None where no socket has ever been. No queries."""
    hubs = heartbeat.hubs()
    if not hubs:
        return None
    return Figures(
        sum(len(hub.connections) for hub in hubs), sum(len(hub.listeners) for hub in hubs), Connection.skipped
    )
