"""Files to keep, sent piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import FileResponse


class Download(FileResponse):
    """A file as an attachment. Under ASGI Django would read all of it into memory first: here one piece at a time."""

    block_size = 64 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        while piece := await sync_to_async(lambda: next(pieces, b""))():
            yield piece
