"""Bad weather between server and page: frames are lost, doubled, and come late."""

from __future__ import annotations

import random

from playwright.sync_api import WebSocketRoute


class Weather:
    """Drops, doubles and holds back frames of the server on their way to the page, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.is_bad = True
        self.is_storm = False  # nothing comes through
        self.lost = self.doubled = self.late = 0
        self._held: list[str | bytes] = []

    def route(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: self.pass_on(socket, message))

    def pass_on(self, socket: WebSocketRoute, message: str | bytes) -> None:
        luck = self.random.random() if self.is_bad else 1.0
        luck = 0.0 if self.is_storm else luck
        if luck < 0.3:
            self.lost += 1
        elif luck < 0.5:
            self.late += 1
            self._held.append(message)
        else:
            self.doubled += luck < 0.7
            for _ in range(1 + (luck < 0.7)):
                socket.send(message)
            while self._held and self.random.random() < 0.7:
                socket.send(self._held.pop(self.random.randrange(len(self._held))))
