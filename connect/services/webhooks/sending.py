"""Sending what waits: one message at a time for each endpoint, nothing locked meanwhile.

An endpoint is leased, the message sent, and what came of it written. Whoever dies in between leaves the lease to run
out, and the message is sent again under the same id: at least once, and never by two at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from connect.models import OPEN, Delivery, Endpoint
from connect.selectors import webhooks
from connect.services.webhooks import destinations, schedule, signing, switching, wire
from lib import errors
from live.services import topics

LEASE = timedelta(seconds=60)
SLOW_SECONDS = 2.0
GIVES_UP_AFTER = timedelta(days=5)
MOST_RIVALS = 20
State, Problem = Delivery.State, Delivery.Problem
UNHEARD = (Problem.NAME, Problem.UNREACHABLE, Problem.INSECURE)


def due(*, now: datetime, is_quick: bool = False) -> QuerySet[Endpoint]:
    """Return the endpoints that have something to be sent and that nobody is at; those that waited longest first.

    Args: is_quick: only those that took the latest message, and fast.
    """
    waits = Delivery.objects.filter(endpoint=OuterRef("pk"), state=State.WAITING, due_at__lte=now)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    rows = Endpoint.objects.filter(OPEN, free, Exists(waits))
    if is_quick:
        rows = rows.filter(is_slow=False)
    return rows.order_by("is_slow", F("served_at").asc(nulls_first=True), "pk")


def send_next(*, now: datetime, chance: float, is_quick: bool = False) -> Delivery | None:
    """Send one message that is due and write what came of it; None when there is none to be had.

    Outside any transaction. Args: chance: spreads the next try (`schedule`).
    """
    endpoint = _claim(now, is_quick)
    if endpoint is None:
        return None
    rows = Delivery.objects.filter(endpoint=endpoint, state=State.WAITING, due_at__lte=now)
    delivery = rows.select_related("endpoint").order_by("due_at", "pk").first()
    if delivery is None:
        _mine(endpoint).update(leased_until=None)
        return None
    note(delivery, _try(delivery, now), now=now, chance=chance)
    return delivery


@transaction.atomic
def note(delivery: Delivery, answer: wire.Answer, *, now: datetime, chance: float) -> bool:
    """Write how a try ended and let go of the endpoint; False when somebody else took it over meanwhile.

    Emits: a notice to who made the endpoint when it is switched off.
    """
    endpoint = delivery.endpoint
    is_back = answer.is_taken and endpoint.failing_since is not None
    if not _let_go(endpoint, answer, now):
        return False
    tries = delivery.attempts + 1
    pause = schedule.pause_after(tries, chance=chance)
    if answer.is_taken:
        delivery.state = State.DONE
    elif answer.is_gone or pause is None:
        delivery.state = State.FAILED
    else:
        delivery.due_at = now + pause
    delivery.attempts, delivery.tried_at = tries, now
    delivery.status, delivery.seconds = answer.status, round(answer.seconds, 3)
    delivery.problem, delivery.answer = answer.problem, answer.text
    delivery.save(update_fields=[*_NOTED])
    if is_back:
        _hurry(endpoint, now)
    if answer.is_gone:
        switching.off_by_itself(endpoint, Endpoint.Off.GONE, now=now)
    elif endpoint.failing_since is not None and endpoint.failing_since <= now - GIVES_UP_AFTER:
        switching.off_by_itself(endpoint, Endpoint.Off.FAILING, now=now)
    topics.touch(webhooks.topic_of(endpoint.public_id))
    return True


_NOTED = ("state", "due_at", "attempts", "tried_at", "status", "seconds", "problem", "answer")


def _hurry(endpoint: Endpoint, now: datetime) -> None:
    """Send now, oldest first, what nobody was there to hear: the receiver is back. What it refused keeps its pauses."""
    unheard = Delivery.objects.filter(endpoint=endpoint, state=State.WAITING, problem__in=UNHEARD, due_at__gt=now)
    unheard.update(due_at=now)


def _claim(now: datetime, is_quick: bool) -> Endpoint | None:
    """Lease one endpoint: of several that try for it, one gets it."""
    for endpoint in due(now=now, is_quick=is_quick)[:MOST_RIVALS]:
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        if Endpoint.objects.filter(free, pk=endpoint.pk, off_at=None).update(leased_until=now + LEASE):
            endpoint.leased_until = now + LEASE
            return endpoint
    return None


def _try(delivery: Delivery, now: datetime) -> wire.Answer:
    try:
        place = destinations.read(delivery.endpoint.url)
        address = destinations.resolve(place)
    except errors.Invalid:  # what is allowed has changed since it was kept
        return wire.unsent(destinations.Closed(Delivery.Problem.FORBIDDEN))
    except destinations.Closed as closed:
        return wire.unsent(closed)
    return wire.post(place, address, delivery.body, signing.headers(delivery, now=now))


def _mine(endpoint: Endpoint) -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(pk=endpoint.pk, leased_until=endpoint.leased_until)


def _let_go(endpoint: Endpoint, answer: wire.Answer, now: datetime) -> bool:
    endpoint.failing_since = None if answer.is_taken else endpoint.failing_since or now
    is_slow = not answer.is_taken or answer.seconds > SLOW_SECONDS
    told = {"failing_since": endpoint.failing_since, "is_slow": is_slow, "served_at": now}
    return bool(_mine(endpoint).update(leased_until=None, **told))
