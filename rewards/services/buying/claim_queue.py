"""The queue of claims: those who want a seat of one campaign at the same time are served in one transaction.

Whoever comes while nobody is being served serves the line, as it stands then, and answers everybody in it after the
commit; who comes meanwhile waits for the next turn. No thread of its own, no wait when there is no line, and one commit
for up to MOST people when there is one. Other processes have queues of their own; the locks of the rows order those.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice

from django.db import connection

from rewards.models import Seat
from rewards.services.buying.claim_batch import SeatRequest
from rewards.services.buying.claims import Answer, claim

MOST = 500
Serve = Callable[[int, Sequence[SeatRequest]], Sequence[Answer]]


class _Ticket:
    """One who waits in line; `woken` when there is an answer, or when it is their turn to serve."""

    __slots__ = ("answer", "request", "woken")

    def __init__(self, request: SeatRequest) -> None:
        self.request = request
        self.answer: Seat | BaseException | None = None
        self.woken = threading.Event()


class ClaimQueue:
    """The lines of this process, one for each campaign; `serve` answers a batch in a transaction of its own."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._lines: dict[int, deque[_Ticket]] = {}

    def ask(self, campaign_pk: int, request: SeatRequest) -> Seat:
        """Return the seat that `request` gets; in a transaction it is served alone, within that. Raises: a refusal."""
        if connection.in_atomic_block:  # what others get must not hang on somebody else's commit
            return _seat(self._serve(campaign_pk, [request])[0])
        ticket = _Ticket(request)
        with self._lock:
            line = self._lines.setdefault(campaign_pk, deque())
            line.append(ticket)
            is_first = line[0] is ticket
        if not is_first:
            ticket.woken.wait()
        if ticket.answer is None:
            self._serve_line(campaign_pk, line)
        return _seat(ticket.answer)

    def _serve_line(self, campaign_pk: int, line: deque[_Ticket]) -> None:
        with self._lock:
            batch = list(islice(line, MOST))
        try:
            self._answer(campaign_pk, batch)
        except BaseException as problem:  # the thread is being ended: nobody may wait for it for ever
            for ticket in batch:
                ticket.answer = ticket.answer or problem
            raise
        finally:
            self._dismiss(campaign_pk, line, batch)

    def _answer(self, campaign_pk: int, batch: Sequence[_Ticket]) -> None:
        try:
            answers = self._serve(campaign_pk, [ticket.request for ticket in batch])
            for ticket, answer in zip(batch, answers, strict=True):
                ticket.answer = answer
        except Exception as problem:  # one of them cannot be served: the others must not suffer for it
            if len(batch) == 1:
                batch[0].answer = problem
                return
            connection.close_if_unusable_or_obsolete()
            for ticket in batch:
                self._answer(campaign_pk, [ticket])

    def _dismiss(self, campaign_pk: int, line: deque[_Ticket], batch: Sequence[_Ticket]) -> None:
        """Send away those who were served, and let the next in line serve, last: meanwhile the line grows."""
        with self._lock:
            for _ticket in batch:
                line.popleft()
            heir = line[0] if line else None
            if heir is None:
                del self._lines[campaign_pk]
        for ticket in batch:
            ticket.woken.set()
        if heir:
            heir.woken.set()


def _seat(answer: Seat | BaseException | None) -> Seat:
    if isinstance(answer, BaseException):
        raise answer
    assert answer is not None
    return answer


admission = ClaimQueue(claim)
