"""The whole site served from a thread of the test, for browsers and real sockets."""

from __future__ import annotations

import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import uvicorn
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from look.stylesheets import BUNDLE, SHEETS
from tools.services import free_port

START_SECONDS = 20
SETTLE_SECONDS = 10


class Front:
    """The project's ASGI application, whose static files are made once and joined, and whose accidents are noted.

    Each browser of a journey begins with an empty cache and asks for fifty files, the same ones every time.
    """

    def __init__(self) -> None:
        self.files: dict[tuple[str, bytes], list[dict[str, Any]]] = {}
        self.accidents: list[str] = []  # answers of 500 and above
        self.is_open = True
        self._asked: list[str] = []  # what is not answered yet

    def settle(self) -> None:
        """Wait until what was asked is answered."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while self._asked and time.monotonic() < deadline:
            time.sleep(0.005)

    def close(self) -> None:
        """Settle, and let nobody in any more: what comes now belongs to no test. Open it again by `is_open`."""
        self.is_open = False
        self.settle()
        self.accidents += [f"never answered: {path}" for path in self._asked]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._ask(scope, receive, send)
        elif self.is_open:
            self._asked.append(scope["path"])
            try:
                await self._answer(scope, receive, send)
            finally:
                self._asked.remove(scope["path"])
        else:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        key = (scope["path"], headers.get(b"accept-encoding", b""))
        is_file = key[0].startswith("/static/") and scope["method"] == "GET"
        is_whole = headers.keys().isdisjoint((b"range", b"if-none-match", b"if-modified-since"))
        if not is_file or not is_whole:
            await self._ask(scope, receive, send)
            return
        if key not in self.files and key[0] == static(BUNDLE):
            self.files[key] = _joined()
        if key not in self.files:
            answer: list[dict[str, Any]] = []

            async def keep(message: dict[str, Any]) -> None:
                answer.append(message)

            await self._ask(scope, receive, keep)
            is_complete = len(answer) > 1 and not answer[-1].get("more_body")  # else its browser had gone
            if is_complete and answer[0]["status"] == 200:
                self.files[key] = answer
        for message in self.files.get(key, []) or answer:
            await send(message)

    async def _ask(self, scope: Any, receive: Any, send: Any) -> None:
        async def note(message: dict[str, Any]) -> None:
            if message.get("status", 0) >= 500:
                self.accidents.append(f"status: {message['status']} {scope['path']}")
            await send(message)

        await import_module("config.asgi").application(scope, receive, note)


def _joined() -> list[dict[str, Any]]:
    """Return the shared style sheets as one, as look/storage.py joins them for production."""
    body = b"\n".join(Path(finders.find(sheet)).read_bytes() for sheet in SHEETS)
    headers = [(b"content-type", b"text/css; charset=utf-8"), (b"cache-control", b"max-age=60, public")]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    return [start, {"type": "http.response.body", "body": body}]


front = Front()


class Site:
    """One uvicorn with the project's ASGI application; it shares the test's database, so use `transactional_db`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        settings = uvicorn.Config(
            front,
            port=self.port,
            log_level="warning",
            lifespan="off",
            ws="websockets-sansio",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._server.run, name="site", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("The site did not start; its reason is in the captured log.")
            time.sleep(0.01)

    def stop(self) -> None:
        """Close every socket and stop, as a restart in production does."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(timeout=10)
            self._server = self._thread = None
