"""Calls to a gateway: rows written in the transaction that wants them, made after its commit by `calling`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from lib import bulk, sql
from rewards.models import GatewayCall, Payment, Seat


def write(payment: Payment, kind: str, amount_minor: int, now: datetime, key: str = "") -> None:
    """Write a call; the number in its key tells a second try to charge from the first one made twice."""
    number = 1 if kind == GatewayCall.Kind.AUTHORIZE else payment.calls.filter(kind=kind).count() + 1
    call = GatewayCall.objects.create(
        payment=payment,
        kind=kind,
        key=key or f"{kind}:{payment.public_id}:{number}",
        amount_minor=amount_minor,
        due_at=now,
    )
    from rewards.services.money import calling  # the circle: what an answer changes may instruct again

    calling.make_soon(call.pk, now=now)


def write_many(wanted: Sequence[tuple[Payment, int]], kind: str, now: datetime, keys: Sequence[str] = ()) -> None:
    """Write a call of one kind, with its amount, for each of many payments. Queries: 3, none without any."""
    if not wanted:
        return
    payments = [payment for payment, _amount in wanted]
    counts = GatewayCall.objects.filter(payment__in=payments, kind=kind).values_list("payment").annotate(Count("pk"))
    before = dict(counts.order_by())
    ids = sql.reserve_ids(GatewayCall._meta.db_table, len(wanted))
    named = keys or [f"{kind}:{payment.public_id}:{before.get(payment.pk, 0) + 1}" for payment in payments]
    bulk.insert(
        [
            GatewayCall(pk=pk, payment=payment, kind=str(kind), key=key, amount_minor=amount, due_at=now)
            for pk, key, (payment, amount) in zip(ids, named, wanted, strict=True)
        ]
    )
    from rewards.services.money import calling  # the circle: what an answer changes may instruct again

    calling.make_soon(*ids, now=now)


def write_openings(payments: Sequence[Payment], now: datetime) -> None:
    """Write the order for the checkout of each of many new payments; nobody makes these calls yet. Queries: 1."""
    kind = GatewayCall.Kind.AUTHORIZE.value
    bulk.insert_values(
        GatewayCall,
        ("payment_id", "kind", "key", "amount_minor", "due_at"),
        [(row.pk, kind, f"{kind}:{row.public_id}:1", row.amount_minor, now) for row in payments],
    )


def open_checkout(*, seat: Seat, now: datetime) -> None:
    """Ask the gateway, outside any lock, for the checkout of a seat that was just claimed, if nobody has yet.

    The call is found by its key alone: in a rush so many are open that a planner with old statistics would read all.
    """
    new = Payment.objects.filter(seat=seat, state=Payment.State.CREATED).values_list("public_id", flat=True).first()
    if new is None:
        return
    key = f"{GatewayCall.Kind.AUTHORIZE}:{new}:1"
    call, done_at = GatewayCall.objects.values_list("pk", "done_at").filter(key=key).first() or (None, None)
    if call is None or done_at is not None:
        return
    from rewards.services.money import calling  # the circle: what an answer changes may instruct again

    calling.make_soon(call, now=now)
