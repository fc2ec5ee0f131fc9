"""Making the calls that transactions wrote: one at a time for each payment, in their order, outside any transaction.

A call is leased, made, and its answer applied in a transaction of its own; whoever dies in between leaves the lease to
run out, and the call is made again under the same key. From the second try on the gateway is asked first how things
stand: what a lost answer did is never guessed (docs/adr/gateway-calls-after-commit.md).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least
from django.utils import translation

from lib import jobs
from lib.after_commit import after_commit
from rewards import paths
from rewards.models import GatewayCall, Payment
from rewards.payments import Ask, Outcome, Result, Unreachable, gateway
from rewards.services.money import settling

LEASE = timedelta(seconds=60)
PATIENCE_SECONDS = 2.0  # how long a request that caused calls goes on making them; the sweeper makes the rest
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
BATCH = 100
MOST_COUNTED = 10_000  # tries; a column that is full would stop the call for ever
Kind = GatewayCall.Kind


@dataclass
class _Soon:
    """What one transaction asked for, made after its commit."""

    calls: list[int]
    now: datetime

    def __call__(self) -> None:
        started = time.monotonic()
        for pk in self.calls:
            perform(pk, now=self.now)
            if time.monotonic() - started > PATIENCE_SECONDS:
                return


def make_soon(*calls: int, now: datetime) -> None:
    """Make `calls` once the caller's transaction is committed, after those that it asked for before."""
    here = set(connection.savepoint_ids)
    for entry in connection.run_on_commit:
        if entry[0] == here and isinstance(entry[1], _Soon):
            entry[1].calls.extend(calls)
            return
    after_commit(_Soon(list(calls), now))


def perform(pk: int, *, now: datetime) -> bool:
    """Make one call and apply its answer; say whether it is answered. False when somebody else is at it.

    Raises: RuntimeError inside a transaction: a gateway must not be waited for while rows are locked.
    """
    with transaction.atomic(durable=True):
        if not _lease(pk, now):
            return False
    call = GatewayCall.objects.select_related("payment__seat__campaign", "payment__seat__user").get(pk=pk)
    try:
        result = _ask(call, now)
    except Unreachable:
        if call.kind in (Kind.AUTHORIZE, Kind.QUERY):
            settling.unanswered(call.payment, now=now)
        _put_off(call, now)
        return False
    if not is_answered(call, result):
        _put_off(call, now)
        return False
    settling.answered(call, result, now=now)
    return True


def perform_due(*, now: datetime) -> int:
    """Make the calls whose time has come and return how many were answered; one that fails does not stop the rest."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = GatewayCall.objects.filter(free, done_at=None, due_at__lte=now).order_by("pk").values_list("pk", flat=True)
    return jobs.each(list(due[:BATCH]), lambda pk: perform(pk, now=now))


def about(payment: Payment) -> Ask:
    """Return what a gateway is told about `payment`. Queries: 0 when its seat, campaign and user are loaded."""
    with translation.override(payment.seat.user.locale):  # whoever asks, and whenever: a key names one question
        title = payment.seat.campaign.name
    return Ask(
        payment=payment.public_id,
        reference=payment.reference,
        mode=payment.mode,
        currency=payment.currency,
        amount_minor=payment.amount_minor,
        title=title,
        return_url=settings.BASE_URL.rstrip("/") + paths.of_return(payment),
        language=payment.seat.user.locale,
    )


def is_answered(call: GatewayCall, result: Result) -> bool:
    """Say whether `result` shows that what `call` asked for has happened, or never will."""
    if call.kind == Kind.REFUND:
        return result.refunds.get(call.key) in ("done", "failed")
    if call.kind in (Kind.CAPTURE, Kind.VOID):
        return result.outcome not in (Outcome.AUTHORISED, Outcome.PENDING)
    return call.kind == Kind.QUERY or result.outcome != Outcome.MISSING


def _is_under_way(call: GatewayCall, found: Result) -> bool:
    """Say whether the bank is at it already: an order is not repeated then, for banks forget keys after a day."""
    if call.kind == Kind.REFUND:
        return call.key in found.refunds
    return call.kind == Kind.CAPTURE and found.outcome == Outcome.PENDING


def _lease(pk: int, now: datetime) -> bool:
    orders = GatewayCall.objects.exclude(kind=Kind.QUERY)
    earlier = orders.filter(payment=OuterRef("payment"), pk__lt=OuterRef("pk"), done_at=None)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    turn = Q(kind=Kind.QUERY) | ~Exists(earlier)
    mine = GatewayCall.objects.filter(free, turn, pk=pk, done_at=None)
    return bool(mine.update(leased_until=now + LEASE, attempts=Least(F("attempts") + 1, MOST_COUNTED)))


def _ask(call: GatewayCall, now: datetime) -> Result:
    """Make the call; from the second try on only if what it asks for has not happened and is not under way."""
    bank, ask = gateway(call.payment.provider), about(call.payment)
    if call.attempts > 1:
        found = bank.query(ask, now=now)
        if found.outcome != Outcome.MISSING and (is_answered(call, found) or _is_under_way(call, found)):
            return found
    if call.kind == Kind.AUTHORIZE:
        return bank.authorize(ask, key=call.key, now=now)
    if call.kind == Kind.CAPTURE:
        return bank.capture(ask, amount_minor=call.amount_minor, key=call.key, now=now)
    if call.kind == Kind.REFUND:
        return bank.refund(ask, amount_minor=call.amount_minor, key=call.key, now=now)
    if call.kind == Kind.QUERY:
        return bank.query(ask, now=now)
    return bank.void(ask, key=call.key, now=now)


def _put_off(call: GatewayCall, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(call.attempts - 1, 10), LONGEST_PAUSE)
    GatewayCall.objects.filter(pk=call.pk, done_at=None).update(leased_until=None, due_at=now + pause)
