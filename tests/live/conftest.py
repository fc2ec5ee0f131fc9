"""Topics to listen to, a served site, and sockets that speak the protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from websockets.asyncio.client import ClientConnection, connect as open_websocket
from websockets.exceptions import ConnectionClosed

from accounts.models import User
from live import registry
from live.services import topics
from tests import heard_topics
from tests.site import Site

WAIT_SECONDS = 5


@pytest.fixture
def members_only() -> Iterator[set[int]]:
    """Register the topics of these tests and return who may hear `test:closed:…`.

    `test:name:<pk>` stands for a member's name and everybody may hear it, `test:shared:<pk>` carries that name as HTML.
    """
    before = dict(registry._kinds)
    allowed: set[int] = set()
    registry.add(registry.Kind(r"test:name:(?P<pk>\d+)", lambda user, pk: True))
    registry.add(registry.Kind(r"test:closed:\d+", lambda user: user.pk in allowed))
    registry.add(registry.Kind(r"test:many:(?P<pk>\d+)", _never, may_listen_each=_may_hear_even))
    registry.add(registry.Kind(r"test:broken", lambda user: 1 // 0 == 1))
    registry.add(registry.Kind(r"test:shared:(?P<pk>\d+)", lambda user, pk: True, render_name))
    yield allowed
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let topics be touched that no kind knows."""
    monkeypatch.setattr(topics, "_raise_versions", heard_topics.raise_versions)


def _never(user: Any, pk: str) -> bool:
    raise AssertionError("one check for all is enough")


def _may_hear_even(user: Any, topics: Sequence[registry.Parts]) -> list[bool]:
    return [int(parts["pk"]) % 2 == 0 for parts in topics]


def render_name(locale: str, pk: str) -> str:
    return f"<b lang={locale}>{User.objects.get(pk=pk).display_name}</b>"


def make_member(handle: str = "ada") -> User:
    user: User = get_user_model().objects.create_user(
        username=handle, email=f"{handle}@example.com", password="a fine password", display_name=handle.title()
    )
    return user


def rename(pk: int, name: str) -> None:
    """Change what `test:name:<pk>` and `test:shared:<pk>` stand for, as a service does."""
    with transaction.atomic():
        User.objects.filter(pk=pk).update(display_name=name)
        topics.touch(f"test:name:{pk}", f"test:shared:{pk}")


@pytest.fixture
def site(transactional_db: None, members_only: set[int]) -> Iterator[Site]:
    cache.clear()
    site = Site()
    site.start()
    yield site
    site.stop()


class Socket:
    """A client's end."""

    def __init__(self, websocket: ClientConnection) -> None:
        self.websocket = websocket

    async def send(self, **data: Any) -> None:
        await self.websocket.send(json.dumps(data))

    async def next(self, seconds: float = WAIT_SECONDS) -> dict[str, Any]:
        """Return the next frame; TimeoutError when none comes."""
        async with asyncio.timeout(seconds):
            return json.loads(await self.websocket.recv())

    async def end(self) -> int:
        """Read to the end and return the code that the server closed with."""
        with suppress(ConnectionClosed):
            while True:
                await self.next()
        code = self.websocket.close_code
        assert code is not None
        return code

    async def listen(self, *names: str) -> dict[str, int]:
        """Subscribe and return the versions of what was granted."""
        await self.send(sub=list(names))
        versions: dict[str, int] = (await self.next())["now"]
        return versions


class Connect(Protocol):
    def __call__(self, user: User | None = None, **options: Any) -> Any: ...


@pytest.fixture
def connect(site: Site) -> Connect:
    """Open a socket as a member, a visitor, or with another Origin."""

    @asynccontextmanager
    async def open_one(user: User | None = None, query: str = "", **options: Any) -> AsyncIterator[Socket]:
        headers = {"Origin": site.url} | options.pop("headers", {})
        if user:
            headers["Cookie"] = await database_sync_to_async(session_cookie)(user)
        url = f"ws://127.0.0.1:{options.pop('port', site.port)}/ws/live/{query}"
        sent = {key: value for key, value in headers.items() if value is not None}
        async with open_websocket(url, additional_headers=sent, **options) as websocket:
            yield Socket(websocket)

    return open_one


def session_cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    (cookie,) = [f"{key}={morsel.value}" for key, morsel in client.cookies.items() if "session" in key]
    return cookie
