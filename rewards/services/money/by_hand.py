"""Money that went back past a bank that refuses: somebody says how, and a second person, or its buyer, agrees.

Nothing is believed of one person alone: it would end a debt. Who agrees is staff who do not work for the brand, or the
buyer, who knows best whether it came.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors
from rewards import policies
from rewards.models import Payment, Refund, Seat
from rewards.selectors import roles
from rewards.services.buying import locking
from rewards.services.money import booking, money_news, repaying, stuck

CAUSE = "by_hand"
REFERENCE_LENGTH = 120
Said = Refund.State.ASKED


class OwnOrder(errors.NotAllowed):
    """Nobody gives money back to themselves, alone or as the second person."""

    code = "rewards.refund_own_order"
    message = _("It is your own order: somebody else decides about its money.")


class SaidAlready(errors.Conflict):
    """Somebody said so already; it waits for the second person."""

    code = "rewards.refund_said"
    message = _("Somebody said already how it went back. That waits for a second person.")


class NothingSaid(errors.Conflict):
    """Nobody said that money went back another way, or it was decided already."""

    code = "rewards.refund_nothing_said"
    message = _("There is nothing to confirm here now.")


class ReferenceMissing(errors.Invalid):
    """Whoever looks for the money needs something to look for."""

    code = "rewards.refund_reference"
    message = _("Say how it went, with a number by which it can be found.")


@transaction.atomic
def say(*, by: User, payment: Payment, reference: str, now: datetime) -> Refund:
    """Note that what a bank does not give back went another way; the same words again change nothing.

    Locks: campaign, team, seat, payment.
    Raises: NotAllowed, NotFound, OwnOrder; ReferenceMissing, Invalid; SaidAlready; NotStuck and BeingAsked of `stuck`.
    """
    roles.require(user=by, brand=payment.seat.campaign.brand, action=policies.Action.REFUND)
    words = clean.line(reference, field="reference", most=REFERENCE_LENGTH)
    if not words:
        raise ReferenceMissing(fields={"reference": ReferenceMissing.message})
    held = locking.payment(payment)
    check_not_own(by, held)
    known = stuck.said_of(held)
    if known:
        if known.reference != words:
            raise SaidAlready
        return known
    return _write(held, by, words, now)


@transaction.atomic
def received(*, actor: User, seat: Seat, now: datetime) -> Refund:
    """Confirm as the buyer that the money came another way; again changes nothing.

    Locks: campaign, team, seat, payment. Raises: NotFound: another's order. NothingSaid.
    """
    if seat.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    rows = Refund.objects.filter(payment__seat=seat).exclude(reference="").select_related("payment")
    found = rows.exclude(state=Refund.State.REFUSED).order_by("-pk").first()
    if found is None:
        raise NothingSaid
    held = locking.payment(found.payment)
    row = Refund.objects.select_for_update().get(pk=found.pk)
    row.payment = held
    if row.state == Refund.State.DONE:
        return row
    if row.state != Said:
        raise NothingSaid
    return confirm(row, by=actor, now=now)


def confirm(row: Refund, *, by: User, now: datetime) -> Refund:
    """Book what waited; it and its payment are locked with all above them, and `by` may agree."""
    row.agreed_by, row.state, row.done_at = by, Refund.State.DONE, now
    row.save(update_fields=["agreed_by", "state", "done_at"])
    booking.book(row.payment, row, now, by=by, reference=row.reference)
    money_news.answered(row, by=by, now=now)
    return row


def check_not_own(by: User, payment: Payment) -> None:
    """Raises: OwnOrder."""
    if payment.seat.user_id == by.pk:
        raise OwnOrder


def _write(held: Payment, by: User, words: str, now: datetime) -> Refund:
    if not held.stuck_at:
        raise stuck.NotStuck
    stuck.give_up(held, now)
    amount = stuck.owed(held)
    if not amount:
        raise stuck.NotStuck
    row = Refund.objects.create(
        payment=held,
        key=f"by_hand:{held.public_id}:{held.refunds.count() + 1}",
        amount_minor=amount,
        cause=CAUSE if held.seat.state in stuck.GONE else repaying.DIFFERENCE,
        reference=words,
        state=Said,
        asked_by=by,
        asked_at=now,
    )
    money_news.waits(row, now)
    money_news.said(row, now)
    return row
