"""What staff and a brand's owners are told of money: refunds that need them, and what banks did unasked.

Inside the caller's transaction, late in it. Buyers hear of their own orders by `notifying`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import BrandStaff, User
from accounts.selectors import brands
from inbox.services import notifications
from rewards.models import Refund, Seat


def waits(refund: Refund, now: datetime) -> None:
    """A refund needs a second person: staff who may be that person hear of it."""
    seat = refund.payment.seat
    others = brands.other_staff(seat.campaign.brand_id).exclude(pk__in=[seat.user_id, refund.asked_by_id])
    notifications.send_each(
        recipients=others,
        kind="refund_waits",
        key=f"refund_waits:{refund.pk}",
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
    notifications.send(
        recipient=refund.asked_by,
        kind="refund_answered",
        key=f"refund_answered:{refund.pk}",
        url=order_url(refund.payment.seat),
        actor=by,
        data={**_words(refund), "answer": answer},
        now=now,
    )


def taken_back(seat: Seat, *, key: str, cause: str, is_open: bool, amount_minor: int, now: datetime) -> None:
    """A bank gave money back that nobody here asked it for, or (`is_open`) a buyer's bank asks whether it may."""
    owners = User.objects.filter(
        brand_roles__brand=seat.campaign.brand_id, brand_roles__role=BrandStaff.Role.OWNER, is_active=True
    )
    people = {
        person.pk: person
        for person in [*owners, *brands.other_staff(seat.campaign.brand_id)]
        if person.pk != seat.user_id
    }
    data = {
        "campaign": seat.campaign.names,
        "amount": amount_minor,
        "currency": seat.campaign.currency,
        "cause": "dispute" if is_open else cause,
    }
    notifications.send_each(
        recipients=people.values(),
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


def _words(refund: Refund) -> dict[str, Any]:
    payment = refund.payment
    return {
        "campaign": payment.seat.campaign.names,
        "amount": refund.amount_minor,
        "currency": payment.currency,
        "reason": refund.reason,
    }
