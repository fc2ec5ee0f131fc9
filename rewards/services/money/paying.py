"""A member at the checkout: going there again, and coming back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from rewards.models import Payment, Seat
from rewards.services.buying import locking
from rewards.services.money import instructions, reconciling


class NothingToPay(errors.Conflict):
    """The seat is paid for, or nobody can have it any more; `data["state"]` says which."""

    code = "rewards.nothing_to_pay"
    message = _("There is nothing to pay here now.")


@transaction.atomic
def again(*, actor: User, seat: Seat, now: datetime) -> Payment:
    """Return the payment that the member can make now: the open one, or a new one after a decline.

    Locks: campaign, team, seat, payment.
    Raises: NotFound: another's seat. NothingToPay.
    """
    held = locking.seat(seat.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    if held.state not in (Seat.State.HELD, Seat.State.FIX_NEEDED):
        raise NothingToPay(state=held.state)
    return instructions.start(seat=held, now=now)


def come_back(*, seat: Seat, now: datetime) -> None:
    """Ask the gateway what the member did at its checkout, instead of waiting for it to tell."""
    payment = Payment.objects.filter(seat=seat, state__in=instructions.OPEN_PAYMENT).first()
    if payment:
        reconciling.look(payment=payment, now=now)
