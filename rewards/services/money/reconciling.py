"""Asking the gateway about payments that it should have told us about, and letting go of what was forgotten.

Nothing here decides anything: it writes calls, and their answers are applied like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from lib import jobs
from rewards.models import GatewayCall, Payment, Refund, Seat
from rewards.payments import Unreachable, gateway
from rewards.services.buying import locking
from rewards.services.money import calling, instructions, repaying, settling, stuck

SOONEST = timedelta(seconds=20)
GRACE = timedelta(minutes=30)  # a checkout that was open when its seat lapsed may still win the seat back
REFUND_AGAIN = timedelta(days=1)
BATCH = 200
Kind = GatewayCall.Kind


def look(*, payment: Payment, now: datetime) -> Payment:
    """Ask the gateway how `payment` stands, apply its answer, and return the payment as it is now.

    For the moment in which a member comes back from the checkout. No answer is `unknown`, never an error.
    """
    known = Payment.objects.select_related("seat__campaign", "seat__user").get(pk=payment.pk)
    try:
        found = gateway(known.provider).query(calling.about(known), now=now)
    except Unreachable:
        settling.unanswered(known, now=now)
        return Payment.objects.get(pk=payment.pk)
    return settling.heard(known, found, now=now)


def sweep(*, now: datetime) -> int:
    """Write the questions, closings and repeated refunds that are due; return how many."""
    asked = jobs.each(_quiet(now), lambda payment: _ask(payment, now))
    closed = jobs.each(_forgotten(now), lambda payment: _close(payment, now))
    again = jobs.each(_unrefunded(now), lambda payment: _refund_again(payment, now))
    return asked + closed + again


def _quiet(now: datetime) -> Iterator[Payment]:
    """Yield payments whose gateway has been silent: at ever longer intervals, longest silence first."""
    open_ones = Q(state__in=instructions.OPEN_PAYMENT) | Q(state=Payment.State.AUTHORISED, capture_before__lte=now)
    rows = Payment.objects.filter(open_ones).annotate(
        asked_at=Max("calls__done_at", filter=Q(calls__kind__in=[Kind.QUERY, Kind.AUTHORIZE]))
    )
    by_silence = rows.exclude(_has_open_call()).order_by(F("asked_at").asc(nulls_first=True), "pk")
    for payment in by_silence[:BATCH]:
        pause = max(SOONEST, (now - payment.created_at) / 10)
        if payment.state != Payment.State.PENDING or now - (payment.asked_at or payment.created_at) >= pause:
            yield payment


def _forgotten(now: datetime) -> QuerySet[Payment]:
    """Return payments still open whose seat nobody can have any more."""
    gone = ("left", "dropped", "voided")
    lapsed = Q(seat__state=Seat.State.LAPSED, seat__held_until__lte=now - GRACE)
    rows = Payment.objects.filter(lapsed | Q(seat__state__in=gone), state__in=instructions.OPEN_PAYMENT)
    return rows.exclude(_has_open_call(kind=Kind.VOID)).order_by("pk")[:BATCH]


def _unrefunded(now: datetime) -> QuerySet[Payment]:
    """Return payments that were to go back, as a whole or in what the price is lower, whose refund failed a day ago."""
    refunds = Refund.objects.filter(payment=OuterRef("pk"))
    differences = refunds.filter(cause=repaying.DIFFERENCE)
    failed = Refund.State.FAILED
    dearer = Exists(differences.filter(state=failed)) & ~Exists(differences.exclude(state=failed))
    rows = Payment.objects.filter(
        Q(seat__state__in=stuck.GONE) | Q(dearer, seat__state__in=stuck.BOUGHT),
        state=Payment.State.CAPTURED,
        stuck_at=None,
    )
    return rows.exclude(Exists(refunds.filter(done_at__gt=now - REFUND_AGAIN))).order_by("pk")[:BATCH]


def _has_open_call(**which: str) -> Exists:
    return Exists(GatewayCall.objects.filter(payment=OuterRef("pk"), done_at=None, **which))


@transaction.atomic
def _ask(payment: Payment, now: datetime) -> int:
    call, is_new = GatewayCall.objects.get_or_create(
        key=f"query:{payment.public_id}:{payment.calls.filter(kind=Kind.QUERY).count() + 1}",
        defaults={"payment": payment, "kind": Kind.QUERY, "due_at": now},
    )
    if is_new:
        calling.make_soon(call.pk, now=now)
    return int(is_new)


@transaction.atomic
def _close(payment: Payment, now: datetime) -> int:
    held = locking.payment(payment)
    if held.state not in instructions.OPEN_PAYMENT:
        return 0
    instructions.release(payment=held, cause="forgotten", now=now)
    return 1


@transaction.atomic
def _refund_again(payment: Payment, now: datetime) -> int:
    held = locking.payment(payment)
    if held.state != Payment.State.CAPTURED or held.stuck_at:
        return 0
    stuck.ask_again(held, now)
    return 1
