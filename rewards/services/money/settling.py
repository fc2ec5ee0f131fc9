"""What a gateway's answer means: the steps of the payment, and of the seat that it pays.

An answer is the whole truth at the gateway, older or newer than what is known; only what leads on from the stored state
is believed. So late, doubled and disordered answers end alike.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from lib.machines import steps
from rewards.models import GatewayCall, GatewayNotice, Payment, Refund, Seat
from rewards.payments import Outcome, Result
from rewards.services.buying import deadlines, locking, notifying, seats
from rewards.services.coupons import uses
from rewards.services.money import instructions, late_answers, money_news, repaying, stuck, takebacks

State = Payment.State
OPEN = instructions.OPEN_PAYMENT
BY_HAND = "charged_by_hand"


@transaction.atomic
def answered(call: GatewayCall, result: Result, *, now: datetime) -> None:
    """Apply the answer to `call` and mark it done, in one transaction: it is applied once.

    Locks: as `_hold`, then the call.
    """
    payment = _hold(call.payment, result)
    mine = GatewayCall.objects.filter(pk=call.pk, done_at=None)
    if not mine.update(done_at=now, leased_until=None, answer=result.as_json()):
        return
    _believe(payment, result, now)
    if call.notice_id:
        GatewayNotice.objects.filter(pk=call.notice_id).update(applied_at=now)


@transaction.atomic
def heard(payment: Payment, result: Result, *, now: datetime) -> Payment:
    """Apply what the gateway says of `payment` when it was asked how things stand; return it as it is now.

    Locks: as `_hold`.
    """
    held = _hold(payment, result)
    _believe(held, result, now)
    return held


@transaction.atomic
def unanswered(payment: Payment, *, now: datetime) -> None:
    """Note that nobody knows whether `payment` was made: that is a state, not a guess."""
    held = locking.payment_alone(payment)
    if held.state in (State.CREATED, State.PENDING):
        steps.take(held, State.UNKNOWN, cause="no_answer", now=now)
        notifying.touch_all([], [held.seat.user])


def _hold(payment: Payment, result: Result) -> Payment:
    """Lock what the answer may change: campaign, team, seat, payment; of a checkout that just opened, only the last.

    Many checkouts of a hot campaign open at once, and nobody else can see them.
    """
    if result.outcome == Outcome.PENDING and payment.state in OPEN:
        return locking.payment_alone(payment)
    return locking.payment(payment)


def _believe(payment: Payment, result: Result, now: datetime) -> None:
    apply = _OPEN.get(result.outcome) if payment.state in OPEN else _LATER.get((payment.state, result.outcome))
    if apply:
        apply(payment, result, now)
    if payment.state == State.REFUNDING:
        _settle_refunds(payment, result, now)
    if result.refunds:
        late_answers.book(payment, result, now)
    if result.taken_back and payment.state in (State.CAPTURED, State.REFUNDED):  # else our own refunds come first
        takebacks.book(payment, result.taken_back, now)


def _waits(payment: Payment, result: Result, now: datetime) -> None:
    if payment.state == State.PENDING:
        return
    steps.take(payment, State.PENDING, cause="checkout", now=now, **_known(result))
    notifying.touch_all([], [payment.seat.user])


def _is_held(payment: Payment, result: Result, now: datetime) -> None:
    """A hold, or a saved card: the member is in if there is room, else it is let go of at once."""
    changes = {**_known(result), "held_minor": result.held_minor, "capture_before": result.capture_before}
    data = {"held_minor": result.held_minor}
    steps.take(payment, State.AUTHORISED, cause="paid", now=now, data=data, **changes)
    if instructions.is_closing(payment) or not seats.confirm(payment=payment, now=now):
        _let_go(payment, now)


def _is_paid(payment: Payment, result: Result, now: datetime) -> None:
    """Paid at once: by `prepay`, or for a seat whose first charge had failed."""
    changes = {**_known(result), "captured_minor": result.captured_minor}
    data = {"captured_minor": result.captured_minor}
    steps.take(payment, State.CAPTURED, cause="paid", now=now, data=data, **changes)
    seat = payment.seat
    if seat.state == Seat.State.FIX_NEEDED:
        steps.take(seat, Seat.State.CAPTURED, cause="mended", now=now)
        deadlines.begin([seat], now)
        uses.follow([seat], now)
        notifying.captured(seat, now)
    elif instructions.is_closing(payment) or not seats.confirm(payment=payment, now=now):
        _let_go(payment, now)


def _let_go(payment: Payment, now: datetime) -> None:
    """Return what came too late; the seat took no step, so it is the payment's own affair."""
    instructions.release(payment=payment, cause="too_late", now=now)
    notifying.touch(payment.seat.team, [payment.seat.user])


def _came_to_nothing(state: str) -> Callable[[Payment, Result, datetime], None]:
    def apply(payment: Payment, result: Result, now: datetime) -> None:
        changes = {**_known(result), "decline_code": result.decline_code[:40]}
        steps.take(payment, state, cause=str(result.outcome), now=now, **changes)
        notifying.touch(payment.seat.team, [payment.seat.user])

    return apply


def _is_charged(payment: Payment, result: Result, now: datetime) -> None:
    took = result.captured_minor
    data = {"captured_minor": took, "held_minor": 0}
    steps.take(payment, State.CAPTURED, cause="charged", now=now, data=data, captured_minor=took, held_minor=0)
    steps.take(payment.seat, Seat.State.CAPTURED, cause="charged", now=now)
    deadlines.begin([payment.seat], now)
    uses.follow([payment.seat], now)
    notifying.captured(payment.seat, now)
    if payment.seat.campaign.state == "cancelled":  # while the bank was charging
        instructions.release(payment=payment, cause="cancelled", now=now)
    elif payment.seat.team.price_minor is not None:
        repaying.give_difference(payment=payment, price_minor=payment.seat.team.price_minor, now=now)


def _is_refused(payment: Payment, result: Result, now: datetime) -> None:
    """The charge failed after the team came together: the member mends it within a week."""
    state = State.DECLINED if result.outcome == Outcome.DECLINED else State.EXPIRED
    changes: dict[str, Any] = {"held_minor": 0, "decline_code": result.decline_code[:40]}
    steps.take(payment, state, cause=str(result.outcome), now=now, data={"held_minor": 0}, **changes)
    instructions.ask_to_mend(payment.seat, now)


def _is_released(payment: Payment, result: Result, now: datetime) -> None:
    state = State.EXPIRED if result.outcome == Outcome.EXPIRED else State.VOIDED
    steps.take(payment, state, cause=str(result.outcome), now=now, data={"held_minor": 0}, held_minor=0)
    seat = payment.seat
    if seat.state == Seat.State.VOIDING:
        steps.take(seat, Seat.State.VOIDED, cause="released", now=now)
    notifying.touch(seat.team, [seat.user])


def _is_taken_instead(payment: Payment, result: Result, now: datetime) -> None:
    """Somebody charged at the bank's own desk what was being let go of: all of it goes back."""
    took = result.captured_minor
    data = {"captured_minor": took, "held_minor": 0}
    steps.take(payment, State.CAPTURED, cause=BY_HAND, now=now, data=data, captured_minor=took, held_minor=0)
    instructions.release(payment=payment, cause=BY_HAND, now=now)
    notifying.touch(payment.seat.team, [payment.seat.user])


def _is_lost(payment: Payment, result: Result, now: datetime) -> None:
    """The hold ran out before the team came together: the place is not paid for any more."""
    steps.take(payment, State.EXPIRED, cause=str(result.outcome), now=now, data={"held_minor": 0}, held_minor=0)
    if payment.seat.state == Seat.State.AUTHORISED:
        seats.lose(seat=payment.seat, cause="hold_expired", now=now)


def _settle_refunds(payment: Payment, result: Result, now: datetime) -> None:
    """Note which refunds are through; when none is under way any more the payment takes its step."""
    settled = []
    for row in payment.refunds.filter(state=Refund.State.SENT).order_by("pk"):
        answer = result.refunds.get(row.key, "pending")
        if answer == "pending":
            continue
        row.state = Refund.State.DONE if answer == "done" else Refund.State.FAILED
        row.done_at = now
        row.save(update_fields=["state", "done_at"])
        settled.append(row)
    if not settled or payment.refunds.filter(state=Refund.State.SENT).exists():
        return
    back = payment.refunds.filter(state=Refund.State.DONE).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    state = State.REFUNDED if back == payment.captured_minor else State.CAPTURED
    steps.take(payment, state, cause="refunds", now=now, data={"refunded_minor": back}, refunded_minor=back)
    seat = payment.seat
    if state == State.REFUNDED and seat.state == Seat.State.REFUNDING:
        steps.take(seat, Seat.State.REFUNDED, cause="refunds", now=now)
    for row in payment.refunds.filter(state=Refund.State.DONE, done_at__isnull=False).order_by("pk"):
        row.payment = payment
        notifying.refunded(seat, row, now)
    failed = [row for row in settled if row.state == Refund.State.FAILED]
    if failed or payment.stuck_at:
        stuck.settled(payment, now)
    money_news.failed(payment, failed, now)


def _known(result: Result) -> dict[str, Any]:
    return {"reference": result.reference, "checkout_url": result.checkout_url}


_Apply = Callable[[Payment, Result, datetime], None]
_OPEN: dict[Outcome, _Apply] = {
    Outcome.PENDING: _waits,
    Outcome.AUTHORISED: _is_held,
    Outcome.CAPTURED: _is_paid,
    Outcome.DECLINED: _came_to_nothing(State.DECLINED),
    Outcome.EXPIRED: _came_to_nothing(State.EXPIRED),
    Outcome.VOIDED: _came_to_nothing(State.ABANDONED),
}
_LATER: dict[tuple[str, Outcome], _Apply] = {
    (State.CAPTURING, Outcome.CAPTURED): _is_charged,
    (State.CAPTURING, Outcome.DECLINED): _is_refused,
    (State.CAPTURING, Outcome.EXPIRED): _is_refused,
    (State.CAPTURING, Outcome.VOIDED): _is_refused,
    (State.VOIDING, Outcome.VOIDED): _is_released,
    (State.VOIDING, Outcome.EXPIRED): _is_released,
    (State.VOIDING, Outcome.DECLINED): _is_released,
    (State.VOIDING, Outcome.CAPTURED): _is_taken_instead,
    (State.AUTHORISED, Outcome.EXPIRED): _is_lost,
    (State.AUTHORISED, Outcome.VOIDED): _is_lost,
}
