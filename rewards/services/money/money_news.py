"""What staff and a brand's owners are told of money: refunds that need them, and what banks did unasked.

Inside the caller's transaction, late in it. Buyers hear of their own orders by `notifying`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import BrandStaff, User
from accounts.selectors import brands
from inbox.services import notifications
from live.services import topics
from rewards import paths
from rewards.models import Payment, Refund, Seat


def waits(refund: Refund, now: datetime, *, again: bool = False) -> None:
    """A refund needs a second person: staff who may be that person hear of it, and `again` when it waits for long."""
    seat = refund.payment.seat
    others = brands.other_staff(seat.campaign.brand_id).exclude(pk__in=[seat.user_id, refund.asked_by_id])
    notifications.send_each(
        recipients=others,
        kind="refund_waits",
        key=f"refund_waits:{refund.pk}" + (f":{now:%Y-%m-%d}" if again else ""),
        url=reverse("rewards:review-refunds"),
        actor=refund.asked_by,
        data=_words(refund),
        now=now,
    )


def answered(refund: Refund, *, by: User | None, now: datetime) -> None:
    """A refund that waited was agreed to, refused, or (`by` nobody) overtaken by the whole going back anyway."""
    if refund.asked_by is None or refund.asked_by == by:
        return
    answer = "overtaken" if by is None else str(refund.state)
    answer = f"{answer}_by_hand" if refund.reference else answer
    notifications.send(
        recipient=refund.asked_by,
        kind="refund_answered",
        key=f"refund_answered:{refund.pk}",
        url=order_url(refund.payment.seat),
        actor=by,
        data={**_words(refund), "answer": answer},
        now=now,
    )


def failed(payment: Payment, rows: Sequence[Refund], now: datetime) -> None:
    """A bank refused what somebody decided to give back: they hear of it."""
    for refund in rows:
        if refund.asked_by and refund.asked_by_id != payment.seat.user_id:
            refund.payment = payment
            notifications.send(
                recipient=refund.asked_by,
                kind="refund_answered",
                key=f"refund_failed:{refund.pk}",
                url=order_url(payment.seat),
                data={**_words(refund), "answer": "failed"},
                now=now,
            )


def stuck(payment: Payment, *, amount_minor: int, is_new: bool, now: datetime) -> None:
    """A bank does not give back what it should: those who can send it another way hear of it, its buyer once."""
    seat = payment.seat
    data = {"campaign": seat.campaign.names, "amount": amount_minor, "currency": payment.currency, "about": "stuck"}
    key = f"refund_stuck:{payment.pk}:{now:%Y-%m-%d}"
    people = _in_charge(seat)
    notifications.send_each(recipients=people, kind="refund_stuck", key=key, url=order_url(seat), data=data, now=now)
    if is_new:
        _tell_buyer(seat, f"buy_stuck:{payment.pk}", data, now)


def said(refund: Refund, now: datetime) -> None:
    """Somebody says that money went back past the bank: its buyer is asked whether it came."""
    data = {**_words(refund), "about": "said"}
    _tell_buyer(refund.payment.seat, f"buy_said:{refund.pk}", data, now)


def twice(refund: Refund, now: datetime) -> None:
    """A bank gave back after all what went back another way."""
    seat = refund.payment.seat
    data = {**_words(refund), "cause": "twice"}
    people, key = _in_charge(seat), f"twice:{refund.key}"
    notifications.send_each(
        recipients=people, kind="money_taken_back", key=key, url=order_url(seat), data=data, now=now
    )


def taken_back(seat: Seat, *, key: str, cause: str, is_open: bool, amount_minor: int, now: datetime) -> None:
    """A bank gave money back that nobody here asked it for, or (`is_open`) a buyer's bank asks whether it may."""
    data = {
        "campaign": seat.campaign.names,
        "amount": amount_minor,
        "currency": seat.campaign.currency,
        "cause": "dispute" if is_open else cause,
    }
    notifications.send_each(
        recipients=_in_charge(seat),
        kind="money_taken_back",
        key=f"{data['cause']}:{key}",
        url=order_url(seat),
        data=data,
        now=now,
    )


def order_url(seat: Seat) -> str:
    """Return where the brand and staff see the order."""
    campaign = seat.campaign
    return reverse("rewards:console-order", args=[campaign.brand.slug, campaign.public_id, seat.public_id])


def _in_charge(seat: Seat) -> Collection[User]:
    """Return the owners of the brand and the staff who do not work for it, without the buyer. Queries: 2."""
    owners = User.objects.filter(
        brand_roles__brand=seat.campaign.brand_id, brand_roles__role=BrandStaff.Role.OWNER, is_active=True
    )
    everybody = [*owners, *brands.other_staff(seat.campaign.brand_id)]
    return {person.pk: person for person in everybody if person.pk != seat.user_id}.values()


def _tell_buyer(seat: Seat, key: str, data: dict[str, Any], now: datetime) -> None:
    notifications.send(recipient=seat.user, kind="buy_refunded", key=key, url=paths.of_order(seat), data=data, now=now)
    topics.touch(f"member:{seat.user.public_id}:orders")


def _words(refund: Refund) -> dict[str, Any]:
    payment = refund.payment
    return {
        "campaign": payment.seat.campaign.names,
        "amount": refund.amount_minor,
        "currency": payment.currency,
        "reason": refund.reason,
        "reference": refund.reference,
    }
