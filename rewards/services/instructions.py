"""What is to happen to somebody's money: rows written with what caused them, carried out after the commit.

Everything here runs inside the caller's transaction, which holds the rows above in the order campaign, team, seat. No
gateway is called here: `gateway_calls` makes the calls once they are committed, and again until they are answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from rewards import bulk
from rewards.machines import LIVE_PAYMENT
from rewards.models import Campaign, GatewayCall, Payment, Refund, Seat
from rewards.services import counters, locks, steps, telling, waiting

OPEN_PAYMENT = ("created", "pending", "unknown")  # the member may still be at the checkout
FIX = timedelta(days=7)  # Source: Kickstarter's window to mend a failed charge
PREPAY = Campaign.PaymentMode.PREPAY.value
DIFFERENCE = "tier_price"


class TooMuch(errors.Conflict):
    """More was to go back than is still there."""

    code = "rewards.refund_too_much"
    message = _("That is more than what is left of this payment.")


class NothingToRefund(errors.Conflict):
    """Nothing was charged, so nothing can go back."""

    code = "rewards.nothing_to_refund"
    message = _("Nothing was charged here, so there is nothing to give back.")


def start(*, seat: Seat, now: datetime) -> Payment:
    """Begin to pay `seat` and return its payment: the one that is under way, if there is one.

    While the team is forming the most that it can cost is asked for; a seat whose charge failed pays its price at once.
    """
    under_way = find_live(seat)
    if under_way:
        return under_way
    is_late = seat.state == Seat.State.FIX_NEEDED
    payment = Payment(
        seat=seat,
        provider=settings.HEARTH_PAYMENTS,
        mode=PREPAY if is_late else seat.campaign.payment_mode,
        currency=seat.campaign.currency,
        amount_minor=(seat.team.price_minor if is_late else None) or seat.limit_minor,
        state=Payment.State.CREATED,
        created_at=now,
    )
    payment.save(force_insert=True)
    steps.born(payment, actor=seat.user, cause="asked", now=now, amount_minor=payment.amount_minor, mode=payment.mode)
    _call(payment, GatewayCall.Kind.AUTHORIZE, payment.amount_minor, now)
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
    """Begin such payments, without opening their checkouts. Queries: 3 for any number."""
    bulk.insert(payments)
    data = [{"amount_minor": payment.amount_minor, "mode": payment.mode} for payment in payments]
    steps.born_many(payments, actors=[payment.seat.user for payment in payments], cause="asked", now=now, data=data)
    kind = GatewayCall.Kind.AUTHORIZE
    calls = [
        GatewayCall(
            payment=payment,
            kind=kind,
            key=f"{kind}:{payment.public_id}:1",
            amount_minor=payment.amount_minor,
            due_at=now,
        )
        for payment in payments
    ]
    bulk.insert(calls)


def open_checkout(*, seat: Seat, now: datetime) -> None:
    """Ask the gateway, outside any lock, for the checkout of a seat that was just claimed, if nobody has yet."""
    waiting = GatewayCall.objects.filter(payment__seat=seat, kind=GatewayCall.Kind.AUTHORIZE, done_at=None)
    call = waiting.values_list("pk", flat=True).first()
    if call is None:
        return
    from rewards.services import gateway_calls  # the circle: what an answer changes may instruct again

    gateway_calls.after_commit(call, now=now)


def capture(*, seat: Seat, price_minor: int, now: datetime) -> None:
    """Charge `price_minor` for a seat of a team that came together, and take the seat's step.

    In `prepay` the money is there: the seat is paid, and what the price is lower goes back by itself.
    """
    payment = find_live(seat)
    if payment is None:  # its hold lapsed unseen: the member pays anew
        steps.take(seat, Seat.State.CAPTURING, cause="success", now=now)
        ask_to_mend(seat, now)
    elif payment.state == Payment.State.AUTHORISED:
        steps.take(payment, Payment.State.CAPTURING, cause="success", now=now, data={"price_minor": price_minor})
        steps.take(seat, Seat.State.CAPTURING, cause="success", now=now)
        _call(payment, GatewayCall.Kind.CAPTURE, price_minor, now)
    else:
        steps.take(seat, Seat.State.CAPTURED, cause="success", now=now)
        telling.captured(seat, now)
        give_difference(payment=payment, price_minor=price_minor, now=now)


def give_difference(*, payment: Payment, price_minor: int, now: datetime) -> None:
    """Give back what was charged above the one price of the team, once; `payment` is locked with its seat."""
    back = payment.refunds.filter(cause=DIFFERENCE).exclude(state=Refund.State.FAILED)
    too_much = min(payment.captured_minor - price_minor, left_of(payment))
    if too_much > 0 and not back.exists():
        _refund(payment, too_much, DIFFERENCE, "", None, now)


def void(*, seat: Seat, cause: str, now: datetime) -> None:
    """Let go of whatever is held or was paid for a seat that gets nothing; an authorised seat takes its step.

    A checkout that is still open is closed; whatever it may have held by then is let go when that is known. Only the
    one of a place whose hold just ran out stays open for a while: who pays a minute late may win the place back, and
    else pays nothing (`reconciling` closes it).
    """
    if seat.state == Seat.State.LAPSED and seat.team.is_forming:
        return
    payment = find_live(seat)
    if payment:
        release(payment=payment, cause=cause, now=now)
    elif seat.state == Seat.State.AUTHORISED:  # its hold ran out by itself: nothing is left to let go of
        for state in (Seat.State.VOIDING, Seat.State.VOIDED):
            steps.take(seat, state, cause=cause, now=now)


def is_closing(payment: Payment) -> bool:
    """Say whether it was decided to let go of the payment, whatever its member does now."""
    return payment.calls.filter(kind=GatewayCall.Kind.VOID, done_at=None).exists()


def release(*, payment: Payment, cause: str, now: datetime) -> None:
    """Do the same for a payment that is locked with its seat; its seat takes a step only where there is one."""
    if payment.state in OPEN_PAYMENT:
        _call(payment, GatewayCall.Kind.VOID, 0, now)
    elif payment.state == Payment.State.AUTHORISED:
        steps.take(payment, Payment.State.VOIDING, cause=cause, now=now)
        _step_back(payment.seat, Seat.State.VOIDING, cause, now)
        _call(payment, GatewayCall.Kind.VOID, 0, now)
    elif payment.state == Payment.State.CAPTURED:
        waiting_ones = payment.refunds.filter(state=Refund.State.ASKED)  # everything goes back: nobody need agree
        waiting_ones.update(state=Refund.State.REFUSED, done_at=now)
        if left_of(payment):
            _refund(payment, left_of(payment), cause, "", None, now)


def refund(
    *,
    payment: Payment,
    amount_minor: int,
    cause: str,
    reason: str = "",
    by: User | None = None,
    key: str = "",
    now: datetime,
) -> Refund:
    """Give `amount_minor` back, or ask for a second person when `by` alone may not decide so much.

    What people gave back of one payment is added up, so that a big refund is not cut into small ones. When all of a
    payment goes back its seat takes its step, and gives its stock back unless the parcel is on its way.

    Locks: campaign, team, seat, payment.
    Raises:
        NothingToRefund: the payment was never charged.
        TooMuch: less than that is left, counting what is asked for and under way.
    """
    return _refund(take_hold(payment), amount_minor, cause, reason, by, now, key)


def take_hold(payment: Payment) -> Payment:
    """Return the payment with its seat, team and campaign, all locked."""
    seat = locks.seat(payment.seat_id)
    locked = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    locked.seat = seat
    return locked


def take_alone(payment: Payment) -> Payment:
    """Return the payment, locked, for a change that concerns neither its seat nor what is above."""
    return Payment.objects.select_for_update(of=("self",)).select_related("seat__user").get(pk=payment.pk)


def _refund(
    locked: Payment, amount_minor: int, cause: str, reason: str, by: User | None, now: datetime, key: str = ""
) -> Refund:
    if not locked.captured_minor or locked.state not in (Payment.State.CAPTURED, Payment.State.REFUNDING):
        raise NothingToRefund
    if not 0 < amount_minor <= left_of(locked):
        raise TooMuch(left=left_of(locked), currency=locked.currency)
    row = Refund.objects.create(
        payment=locked,
        key=key or f"refund:{locked.public_id}:{locked.refunds.count() + 1}",
        amount_minor=amount_minor,
        cause=cause,
        reason=reason,
        state=Refund.State.ASKED if _needs_two(locked, amount_minor, by) else Refund.State.SENT,
        asked_by=by,
        asked_at=now,
    )
    if row.state == Refund.State.SENT:
        send(row, now)
    return row


def send(row: Refund, now: datetime) -> None:
    """Write what a decided refund changes, and its call; its payment, seat, team and campaign are locked."""
    payment, seat = row.payment, row.payment.seat
    if payment.state == Payment.State.CAPTURED:
        steps.take(payment, Payment.State.REFUNDING, actor=row.asked_by, cause=row.cause, now=now)
    if left_of(payment) == 0 and not payment.refunds.filter(state=Refund.State.ASKED).exists():
        _end_order(seat, row, now)
    _call(payment, GatewayCall.Kind.REFUND, row.amount_minor, now, key=row.key)


def find_live(seat: Seat) -> Payment | None:
    """Return the payment of `seat` that is not over, locked."""
    live = Payment.objects.select_for_update(of=("self",)).filter(seat=seat, state__in=LIVE_PAYMENT)
    payment = live.first()
    if payment:
        payment.seat = seat
    return payment


def left_of(payment: Payment) -> int:
    """Return what of a payment nobody has given back, asked to give back, or is giving back."""
    gone = payment.refunds.filter(state__in=[Refund.State.ASKED, Refund.State.SENT, Refund.State.DONE])
    return payment.captured_minor - (gone.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _needs_two(payment: Payment, amount_minor: int, by: User | None) -> bool:
    if by is None:
        return False
    alone = payment.refunds.filter(asked_by__isnull=False, agreed_by=None).exclude(
        state__in=[Refund.State.REFUSED, Refund.State.FAILED]
    )
    before = alone.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return bool(before + amount_minor > settings.HEARTH_REFUND_LIMIT_MINOR)


def _end_order(seat: Seat, row: Refund, now: datetime) -> None:
    """Take the seat of a payment that goes back as a whole out of the order book."""
    was_bought = seat.state == Seat.State.CAPTURED
    _step_back(seat, Seat.State.REFUNDING, row.cause, now, row.asked_by)
    if was_bought:
        give_back(seat)
        waiting.offer_free(campaign=seat.campaign, now=now)


def _step_back(seat: Seat, to: str, cause: str, now: datetime, actor: User | None = None) -> None:
    """Take the step unless the seat went before its money: a member who left, a hold that lapsed."""
    if to in seat.PATHS.get(seat.state, ()):
        steps.take(seat, to, actor=actor, cause=cause, now=now)


def give_back(seat: Seat) -> None:
    """Return the stock of a seat that was bought and is not any more."""
    counters.stock(seat.campaign, -1)
    counters.places(seat.team, taken=-1)


def ask_to_mend(seat: Seat, now: datetime) -> None:
    """Wait a week for the member to pay a seat whose charge failed."""
    steps.take(seat, Seat.State.FIX_NEEDED, cause="declined", now=now, fix_until=now + FIX)
    telling.fix_needed(seat, now)


def _call(payment: Payment, kind: str, amount_minor: int, now: datetime, key: str = "") -> None:
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
