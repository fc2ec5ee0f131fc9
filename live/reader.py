"""Versions for many sockets at once: while one query runs, all who come next wait for one query together."""

from __future__ import annotations

import asyncio

from live import snapshot, threads
from live.snapshot import Snapshot


class Reader:
    """A storm of reconnecting sockets costs a few queries, not one for each."""

    def __init__(self) -> None:
        self._waiting: list[tuple[set[str], asyncio.Future[Snapshot]]] = []
        self._task: asyncio.Task[None] | None = None

    async def read(self, names: set[str]) -> Snapshot:
        """Return what is true after this call began. Raises whatever the database raises."""
        answer: asyncio.Future[Snapshot] = asyncio.get_running_loop().create_future()
        self._waiting.append((names, answer))
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())
        now = await answer
        return Snapshot(epoch=now.epoch, versions={name: now.versions[name] for name in names})

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await self._answer(batch)
        self._task = None

    async def _answer(self, batch: list[tuple[set[str], asyncio.Future[Snapshot]]]) -> None:
        names = set().union(*(names for names, _ in batch))
        waiting = [answer for _, answer in batch]
        try:
            now = await threads.run(snapshot.take, names)
        except Exception as problem:
            for answer in waiting:
                if not answer.done():
                    answer.set_exception(problem)
            return
        for answer in waiting:
            if not answer.done():
                answer.set_result(now)
