"""What is to happen to somebody's money: rows written with what caused them, carried out after the commit.

Everything here runs inside the caller's transaction, which holds the rows above in the order campaign, team, seat. No
gateway is called here: `calling` makes the calls once they are committed, and again until they are answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from lib import bulk
from lib.machines import steps
from rewards.models import Campaign, GatewayCall, Payment, Seat
from rewards.services.buying import deadlines, locking, notifying
from rewards.services.coupons import uses
from rewards.services.money import calls, repaying

OPEN_PAYMENT = ("created", "pending", "unknown")  # the member may still be at the checkout
FIX = timedelta(days=7)  # Source: Kickstarter's window to mend a failed charge
PREPAY = Campaign.PaymentMode.PREPAY.value


def start(*, seat: Seat, now: datetime) -> Payment:
    """Begin to pay `seat` and return its payment: the one that is under way, if there is one.

    While the team is forming the most that it can cost is asked for; a seat whose charge failed pays its price at once.
    """
    under_way = locking.live_payment(seat)
    if under_way:
        return under_way
    is_late = seat.state == Seat.State.FIX_NEEDED
    payment = Payment(
        seat=seat,
        provider=settings.HEARTH_PAYMENTS,
        mode=PREPAY if is_late else seat.campaign.payment_mode,
        currency=seat.campaign.currency,
        amount_minor=_price_of(seat) if is_late else seat.limit_minor,
        state=Payment.State.CREATED,
        created_at=now,
    )
    payment.save(force_insert=True)
    steps.born(payment, actor=seat.user, cause="asked", now=now, amount_minor=payment.amount_minor, mode=payment.mode)
    calls.write(payment, GatewayCall.Kind.AUTHORIZE, payment.amount_minor, now)
    return payment


def for_seats(seats: Sequence[Seat], *, now: datetime) -> list[Payment]:
    """Return the payments of seats that are being claimed, not yet written."""
    return [
        Payment(
            seat=seat,
            provider=settings.HEARTH_PAYMENTS,
            mode=seat.campaign.payment_mode,
            currency=seat.campaign.currency,
            amount_minor=seat.limit_minor,
            state=Payment.State.CREATED,
            seq=1,
            created_at=now,
        )
        for seat in seats
    ]


def start_all(payments: Sequence[Payment], *, now: datetime) -> None:
    """Write such payments and the orders to open their checkouts, which nobody opens yet. Queries: 2 for any number."""
    bulk.insert(payments)
    calls.write_openings(payments, now)


def births(payments: Sequence[Payment]) -> Iterator[tuple[Payment, User, dict[str, Any]]]:
    """Return what their log says of such payments, for `steps.born_many`."""
    return ((row, row.seat.user, {"amount_minor": row.amount_minor, "mode": row.mode}) for row in payments)


def _price_of(seat: Seat) -> int:
    """Return what a seat of a team that came together costs its member."""
    price = seat.team.price_minor
    return seat.limit_minor if price is None else price - seat.discount_minor


def capture(*, seat: Seat, price_minor: int, now: datetime) -> None:
    """Charge `price_minor` less its own discount for a seat of a team that came together, and take the seat's step.

    In `prepay` the money is there: the seat is paid, and what the price is lower goes back by itself.
    """
    payment = locking.live_payment(seat)
    if payment is None:  # its hold lapsed unseen: the member pays anew
        steps.take(seat, Seat.State.CAPTURING, cause="success", now=now)
        ask_to_mend(seat, now)
    elif payment.state == Payment.State.AUTHORISED:
        steps.take(payment, Payment.State.CAPTURING, cause="success", now=now, data={"price_minor": price_minor})
        steps.take(seat, Seat.State.CAPTURING, cause="success", now=now)
        calls.write(payment, GatewayCall.Kind.CAPTURE, price_minor - seat.discount_minor, now)
    else:
        steps.take(seat, Seat.State.CAPTURED, cause="success", now=now)
        deadlines.begin([seat], now)
        uses.follow([seat], now)
        notifying.captured(seat, now)
        repaying.give_difference(payment=payment, price_minor=price_minor, now=now)


def capture_all(*, seats: Sequence[Seat], price_minor: int, now: datetime) -> None:
    """Do the same for all seats of a team. Queries: 8, or 14 in `prepay`, for any number of them.

    Those whose payment is in an odd state, few, are seen to one by one.
    """
    payments = locking.live_payments(seats)
    promised = [row for row in payments.values() if row.state == Payment.State.AUTHORISED]
    paid = [row for row in payments.values() if row.state == Payment.State.CAPTURED]
    for seat in seats:
        if seat.pk not in payments or payments[seat.pk].state not in (Payment.State.AUTHORISED, Payment.State.CAPTURED):
            capture(seat=seat, price_minor=price_minor, now=now)
    price = {"price_minor": price_minor}
    steps.take_many(promised, Payment.State.CAPTURING, cause="success", now=now, data=price)
    steps.take_many([row.seat for row in promised], Seat.State.CAPTURING, cause="success", now=now)
    calls.write_many([(row, price_minor - row.seat.discount_minor) for row in promised], GatewayCall.Kind.CAPTURE, now)
    steps.take_many([row.seat for row in paid], Seat.State.CAPTURED, cause="success", now=now)
    deadlines.begin([row.seat for row in paid], now)
    uses.follow([row.seat for row in paid], now)
    notifying.captured_all([row.seat for row in paid], now)
    repaying.give_differences(paid, price_minor, now)


def void(*, seat: Seat, cause: str, now: datetime) -> None:
    """Let go of whatever is held or was paid for a seat that gets nothing; an authorised seat takes its step.

    A checkout that is still open is closed; whatever it may have held by then is let go when that is known. Only the
    one of a place whose hold just ran out stays open for a while: who pays a minute late may win the place back, and
    else pays nothing (`reconciling` closes it).
    """
    if seat.state == Seat.State.LAPSED and seat.team.is_forming:
        return
    payment = locking.live_payment(seat)
    if payment:
        release(payment=payment, cause=cause, now=now)
    elif seat.state == Seat.State.AUTHORISED:  # its hold ran out by itself: nothing is left to let go of
        for state in (Seat.State.VOIDING, Seat.State.VOIDED):
            steps.take(seat, state, cause=cause, now=now)
        uses.follow([seat], now)


def void_all(*, seats: Sequence[Seat], cause: str, now: datetime) -> None:
    """Do the same for seats of a team that has ended. Queries: as `capture_all`."""
    payments = locking.live_payments(seats)
    promised = [row for row in payments.values() if row.state == Payment.State.AUTHORISED]
    paid = [row for row in payments.values() if row.state == Payment.State.CAPTURED]
    still_open = [row for row in payments.values() if row.state in OPEN_PAYMENT]
    for seat in seats:
        if seat.pk not in payments:
            void(seat=seat, cause=cause, now=now)
    steps.take_many(promised, Payment.State.VOIDING, cause=cause, now=now)
    repaying.step_all_back([row.seat for row in promised], Seat.State.VOIDING, cause, now)
    calls.write_many([(row, 0) for row in (*promised, *still_open)], GatewayCall.Kind.VOID, now)
    repaying.give_all_back(paid, cause, now)


def is_closing(payment: Payment) -> bool:
    """Say whether it was decided to let go of the payment, whatever its member does now."""
    return payment.calls.filter(kind=GatewayCall.Kind.VOID, done_at=None).exists()


def release(*, payment: Payment, cause: str, now: datetime) -> None:
    """Do the same for a payment that is locked with its seat; its seat takes a step only where there is one."""
    if payment.state in OPEN_PAYMENT:
        calls.write(payment, GatewayCall.Kind.VOID, 0, now)
    elif payment.state == Payment.State.AUTHORISED:
        steps.take(payment, Payment.State.VOIDING, cause=cause, now=now)
        repaying.step_back(payment.seat, Seat.State.VOIDING, cause, now)
        calls.write(payment, GatewayCall.Kind.VOID, 0, now)
    elif payment.state == Payment.State.CAPTURED:
        repaying.refuse_waiting(payment, now)  # everything goes back: nobody need agree
        if repaying.left_of(payment):
            repaying.give(payment, repaying.left_of(payment), cause, now)


def ask_to_mend(seat: Seat, now: datetime) -> None:
    """Wait a week for the member to pay a seat whose charge failed."""
    steps.take(seat, Seat.State.FIX_NEEDED, cause="declined", now=now, fix_until=now + FIX)
    notifying.fix_needed(seat, now)
