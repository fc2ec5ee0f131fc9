"""How much one person or address may hold open, and how fast one socket may speak."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

from django.conf import settings

from lib import networks

SOCKETS_PER_MEMBER = 20
FRAMES_PER_SECOND = 5.0
FRAMES_AT_ONCE = 30.0


class Seats:
    """Counts the open sockets of this process by whoever holds them."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def take(self, holder: str, most: int) -> bool:
        """Count one more for the holder, or say no."""
        if self._taken[holder] >= most:
            return False
        self._taken[holder] += 1
        return True

    def release(self, holder: str) -> None:
        self._taken[holder] -= 1
        if self._taken[holder] <= 0:
            del self._taken[holder]


class Bucket:
    """Lets short bursts pass and holds back a flood."""

    def __init__(self) -> None:
        self._left = FRAMES_AT_ONCE
        self._seen_at = time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self._left = min(FRAMES_AT_ONCE, self._left + (now - self._seen_at) * FRAMES_PER_SECOND)
        self._seen_at = now
        self._left -= 1
        return self._left >= 0


def address(client: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return who is really asking: the peer, or behind HEARTH_PROXIES proxies what the outermost of them wrote.

    Of IPv6 it is the network (`networks.holder`).
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    peer = client[0] if client else ""
    if not proxies:
        return networks.holder(peer)
    written = b",".join(value for key, value in headers if key == b"x-forwarded-for").decode("latin-1")
    hops = [hop.strip() for hop in written.split(",") if hop.strip()]
    return networks.holder(hops[-proxies] if len(hops) >= proxies else peer)
