"""The whole site served from a thread of the test, for browsers and real sockets."""

from __future__ import annotations

import threading
import time

import uvicorn

from tools.services import free_port

START_SECONDS = 20


class Site:
    """One uvicorn with the project's ASGI application; it shares the test's database, so use `transactional_db`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        settings = uvicorn.Config(
            "config.asgi:application",
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
