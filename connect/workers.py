"""The hands that send messages: a few threads of whatever process runs the jobs, so that no job waits for others.

Half of them leave alone what was slow or failed the last time: receivers that hang keep nobody waiting but themselves.
"""

from __future__ import annotations

import logging
import random
import threading

from django.db import close_old_connections, connection

from connect.services.webhooks import sending
from lib import clock

HANDS = 8
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_chance = random.SystemRandom()
_at_work: dict[int, threading.Thread] = {}


def wake() -> int:
    """Put a hand to each endpoint that waits, as far as there are any; return how many were woken. Queries: 1."""
    waiting = sending.due(now=clock.now())[:HANDS].count()
    with _lock:
        free = [hand for hand in range(HANDS) if hand not in _at_work or not _at_work[hand].is_alive()]
        woken = [hand for is_quick in (0, 1) for hand in [one for one in free if one % 2 == is_quick][:waiting]]
        for hand in woken:
            thread = threading.Thread(target=_work, args=(hand,), name=f"webhooks-{hand}", daemon=True)
            _at_work[hand] = thread
            thread.start()
    return len(woken)


def _work(hand: int) -> None:
    """Send until nothing is due."""
    close_old_connections()
    try:
        while sending.send_next(now=clock.now(), chance=_chance.random(), is_quick=bool(hand % 2)) is not None:
            pass
    except Exception:  # the lease runs out, and the next wake goes on
        _log.exception("a message could not be sent")
    finally:
        connection.close()
