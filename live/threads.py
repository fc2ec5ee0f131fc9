"""Database work of the sockets: a few threads of their own, so that a storm of reconnects cannot use up connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async

THREADS = 2
_executor = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="live-database")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


async def run(work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
    """Do blocking work that may use the database, and return its result."""
    in_thread = database_sync_to_async(work, thread_sensitive=False, executor=_executor)
    return await in_thread(*args, **kwargs)
