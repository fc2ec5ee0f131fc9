"""Refunds that a bank does not make: it is asked on some days, and then the people who can do something are told.

From then on nobody asks the bank unasked, so that what somebody sends another way (`by_hand`) is not sent twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors, jobs
from lib.machines import steps
from rewards import policies
from rewards.models import GatewayCall, Payment, Refund, Seat
from rewards.selectors import roles
from rewards.services.buying import locking
from rewards.services.money import money_news, repaying

TRIES = 5
SILENCE = timedelta(days=14)  # Source: banks take 10 working days at most for a refund to a card
TOLD_AGAIN = timedelta(days=7)
State = Payment.State
# Seats whose members get nothing for their money.
GONE = (Seat.State.REFUNDING, Seat.State.LEFT, Seat.State.LAPSED, Seat.State.DROPPED, Seat.State.VOIDED)
BOUGHT = (Seat.State.CAPTURED, Seat.State.FULFILLED)


class NotStuck(errors.Conflict):
    """The bank is being asked, or gave it back: there is nothing that somebody has to do."""

    code = "rewards.refund_not_stuck"
    message = _("The bank has not refused for good: there is nothing to do here now.")


class BeingAsked(errors.Conflict):
    """The bank is asked in this very moment, and might say yes."""

    code = "rewards.refund_under_way"
    message = _("The bank is being asked at this moment. Look again in a minute.")


def owed(payment: Payment) -> int:
    """Return what of a charged payment its bank should have given back and has not. Queries: at most 3."""
    if payment.state != State.CAPTURED:
        return 0
    if payment.seat.state in GONE:
        return repaying.left_of(payment)
    price = payment.seat.team.price_minor
    return repaying.difference_of(payment, price) if payment.seat.state in BOUGHT and price is not None else 0


def ask_again(held: Payment, now: datetime) -> None:
    """Order again what is owed; the payment is locked with all above it."""
    amount, is_whole = owed(held), held.seat.state in GONE
    if is_whole:
        repaying.refuse_waiting(held, now)
        amount = repaying.left_of(held)
    if amount:
        repaying.give(held, amount, "again" if is_whole else repaying.DIFFERENCE, now)


def settled(payment: Payment, now: datetime) -> None:
    """Note in an answer's transaction whether the bank refused for the last time, or what was stuck is through."""
    is_owed = owed(payment) > 0
    if payment.stuck_at and not is_owed:
        Payment.objects.filter(pk=payment.pk).update(stuck_at=None)
    elif is_owed and not payment.stuck_at and payment.refunds.filter(state=Refund.State.FAILED).count() >= TRIES:
        begin(payment, now)


def begin(payment: Payment, now: datetime) -> None:
    """Leave the bank alone from now on, if anything is owed, and tell; the payment is locked with all above it."""
    amount, is_new = open_amount(payment), payment.stuck_at is None
    if amount:
        payment.stuck_at, payment.stuck_told_at = payment.stuck_at or now, now
        payment.save(update_fields=["stuck_at", "stuck_told_at"])
        money_news.stuck(payment, amount_minor=amount, is_new=is_new, now=now)


@transaction.atomic
def retry(*, by: User, payment: Payment, now: datetime) -> Payment:
    """Ask the bank once more, because somebody says so; return the payment.

    Locks: campaign, team, seat, payment. Raises: NotAllowed, NotFound; NotStuck, also while what went another way
    waits for a second person.
    """
    roles.require(user=by, brand=payment.seat.campaign.brand, action=policies.Action.REFUND)
    held = locking.payment(payment)
    if not held.stuck_at or not owed(held):
        raise NotStuck
    ask_again(held, now)
    return held


def tell_due(*, now: datetime) -> int:
    """Note where a bank has been silent for two weeks, and remind weekly of all that is stuck. A sweeper."""
    waits = Refund.objects.filter(payment=OuterRef("pk"), state=Refund.State.SENT, asked_at__lte=now - SILENCE)
    owed_back = Q(payment__seat__state__in=GONE) | Q(cause=repaying.DIFFERENCE)
    silent = Q(Exists(waits.filter(owed_back)), state=State.REFUNDING, stuck_at=None)
    forgotten = Q(stuck_at__isnull=False, stuck_told_at__lte=now - TOLD_AGAIN)
    return jobs.sweep(Payment.objects.filter(silent | forgotten).order_by("pk"), _tell, now)


def open_amount(payment: Payment) -> int:
    """Return what is stuck of a payment: refused, not answered for, or only said to have gone another way."""
    waits = Q(state=Refund.State.SENT) | ~Q(reference="") & Q(state=Refund.State.ASKED)
    return owed(payment) or sum(payment.refunds.filter(waits).values_list("amount_minor", flat=True))


def said_of(held: Payment) -> Refund | None:
    """Return what somebody says to have gone another way, while that waits for a second person. Queries: 1."""
    row = held.refunds.filter(state=Refund.State.ASKED).exclude(reference="").select_related("asked_by").first()
    if row:
        row.payment = held
    return row


def give_up(held: Payment, now: datetime) -> None:
    """Ask a silent bank no more, so that the money can go another way; the payment is locked with all above it.

    Raises: BeingAsked.
    """
    if held.state != State.REFUNDING:
        return
    calls = GatewayCall.objects.select_for_update().filter(payment=held, kind=GatewayCall.Kind.REFUND, done_at=None)
    if any(call.leased_until and call.leased_until > now for call in calls):
        raise BeingAsked
    GatewayCall.objects.filter(pk__in=[call.pk for call in calls]).update(done_at=now, answer={"outcome": "given_up"})
    held.refunds.filter(state=Refund.State.SENT).update(state=Refund.State.FAILED, done_at=now)
    steps.take(held, State.CAPTURED, cause="no_answer", now=now)


@transaction.atomic
def _tell(pk: int, now: datetime) -> int:
    held = locking.payment(Payment.objects.get(pk=pk))
    if held.stuck_at and held.stuck_told_at and held.stuck_told_at > now - TOLD_AGAIN:
        return 0
    said = said_of(held)
    if said:  # it may have gone already: nobody is told to send it
        Payment.objects.filter(pk=pk).update(stuck_told_at=now)
        money_news.waits(said, now, again=True)
    else:
        begin(held, now)
    return 1
