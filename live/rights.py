"""Who has lost the right to a topic leaves it: asked at each heartbeat, and at once where a service doubts it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from live import policies, threads
from live.wire import EVERYBODY

if TYPE_CHECKING:
    from live.hub import Hub


async def check(hub: Hub, people: Collection[int] = (EVERYBODY,)) -> None:
    """Expel those of `people` who may no longer listen; what is open to all is asked once, whatever their number.

    Queries: one check for each kind, and one for each person and kind of closed topics.
    """
    concerned = [each for each in hub.connections if EVERYBODY in people or each.person.pk in people]
    topics = {topic for connection in concerned for topic in connection.topics}
    closed = topics - await threads.run(policies.open_to_all, topics) if topics else topics
    asked = {(connection.person, topic) for connection in concerned for topic in connection.topics & closed}
    lost = await threads.run(policies.lost, asked) if asked else set()
    for connection in concerned:
        gone = {topic for topic in connection.topics & closed if (connection.person, topic) in lost}
        if gone:
            hub.expel(connection, gone)
