"""Webhooks: checked, kept once, and taken as no more than a hint to ask the gateway how things stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rewards.models import GatewayCall, GatewayNotice, Payment
from rewards.payments import Notice, gateway
from rewards.services.money import calling


def receive(*, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Keep a webhook and ask about its payment after commit; say whether it was new.

    Raises:
        BadSignature: the provider did not sign it.
        Unreachable: the provider alone knows which payment it is about, and does not answer; it will tell again.
        KeyError: there is no such provider.
    """
    return _keep(provider, gateway(provider).parse_webhook(headers, body, now=now), now)


@transaction.atomic
def _keep(provider: str, told: Notice, now: datetime) -> bool:
    notice, is_new = GatewayNotice.objects.get_or_create(
        provider=provider,
        notice_id=told.notice_id,
        defaults={"reference": told.payment, "payload": told.payload, "received_at": now},
    )
    if is_new:
        _ask(notice, now)
    return is_new


def _ask(notice: GatewayNotice, now: datetime) -> None:
    payment = Payment.objects.filter(provider=notice.provider, public_id=notice.reference).exclude(public_id="").first()
    if payment is None:  # the same account may serve another house
        return
    call = GatewayCall.objects.create(
        payment=payment, notice=notice, kind=GatewayCall.Kind.QUERY, key=f"notice:{notice.pk}", due_at=now
    )
    calling.make_soon(call.pk, now=now)
