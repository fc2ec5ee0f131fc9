"""Calls to a gateway: rows written in the transaction that wants them, made after its commit by `gateway_calls`."""

from __future__ import annotations

from datetime import datetime

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
    from rewards.services import gateway_calls  # the circle: what an answer changes may instruct again

    gateway_calls.after_commit(call.pk, now=now)


def open_checkout(*, seat: Seat, now: datetime) -> None:
    """Ask the gateway, outside any lock, for the checkout of a seat that was just claimed, if nobody has yet."""
    waiting = GatewayCall.objects.filter(payment__seat=seat, kind=GatewayCall.Kind.AUTHORIZE, done_at=None)
    call = waiting.values_list("pk", flat=True).first()
    if call is None:
        return
    from rewards.services import gateway_calls  # the circle: what an answer changes may instruct again

    gateway_calls.after_commit(call, now=now)
