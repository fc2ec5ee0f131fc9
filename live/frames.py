"""What goes over the socket, both ways (docs/live-events.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from live.services.topics import LONGEST_NAME

LONGEST_TEXT = 8_192  # characters
MOST_TOPICS = 50  # a socket may hear at once

Message = dict[str, Any]
GARBAGE = 1003
POLICY = 1008
TOO_BIG = 1009
TRY_AGAIN = 1013


class Text(str):
    """A text whose bytes are made once: a server would make them anew for each socket, which for 18 kB takes 15 us."""

    def __init__(self, text: str) -> None:
        self._utf8 = text.encode()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Return the bytes, which servers ask for in UTF-8."""
        return self._utf8


class Refused(Exception):
    """The client broke the protocol; the socket closes with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Wish:
    """What one frame of a client asks for."""

    sub: list[str] = field(default_factory=list)
    unsub: list[str] = field(default_factory=list)


def read(event: Message) -> Wish:
    """Understand a client's frame.

    Raises:
        Refused: with 1009 for a frame that is too long and 1003 for anything that is not the protocol.
    """
    text = event.get("text")
    if text is None:
        raise Refused(GARBAGE)
    if len(text) > LONGEST_TEXT:
        raise Refused(TOO_BIG)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(GARBAGE) from None
    if not isinstance(data, dict) or data.keys() - {"sub", "unsub"}:
        raise Refused(GARBAGE)
    return Wish(sub=_names(data.get("sub", [])), unsub=_names(data.get("unsub", [])))


def hint(topic: str, version: int) -> Message:
    """Return the frame that says: this topic has a newer version."""
    return _frame({"t": topic, "v": version})


def shared(topic: str, version: int, html: str) -> Message:
    """Return the frame that carries the newer content itself."""
    return _frame({"t": topic, "v": version, "html": html})


def now(epoch: int, versions: dict[str, int]) -> Message:
    """Return the frame that states the present versions of a socket's topics."""
    return _frame({"now": versions, "epoch": epoch})


def all_now(epoch: int, versions: dict[str, int]) -> Message:
    """Return the same for everything that a socket hears: what it does not name, the socket hears no longer."""
    return _frame({"now": versions, "epoch": epoch, "all": True})


def end(topics: Iterable[str]) -> Message:
    """Return the frame that says: you no longer hear these topics."""
    return _frame({"end": sorted(topics)})


def _frame(data: dict[str, Any]) -> Message:
    return {"type": "websocket.send", "text": Text(json.dumps(data, ensure_ascii=False, separators=(",", ":")))}


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_TOPICS:
        raise Refused(GARBAGE)
    if not all(isinstance(name, str) and len(name) <= LONGEST_NAME for name in value):
        raise Refused(GARBAGE)
    return list(dict.fromkeys(value))
