"""Money that goes back, by itself or because people decided it; once, and never more than was charged.

Everything here runs inside the caller's transaction; whoever calls `give` or `send` holds the payment with its seat,
team and campaign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import bulk, errors
from lib.machines import steps
from rewards import limits
from rewards.models import GatewayCall, Payment, Refund, Seat
from rewards.payments import Cause
from rewards.services.buying import counters, waiting
from rewards.services.coupons import uses
from rewards.services.money import calls, money_news

DIFFERENCE = "tier_price"


class TooMuch(errors.Conflict):
    """More was to go back than is still there."""

    code = "rewards.refund_too_much"
    message = _("That is more than what is left of this payment.")


class NothingToRefund(errors.Conflict):
    """Nothing was charged, so nothing can go back."""

    code = "rewards.nothing_to_refund"
    message = _("Nothing was charged here, so there is nothing to give back.")


def give(
    locked: Payment,
    amount_minor: int,
    cause: str,
    now: datetime,
    *,
    reason: str = "",
    by: User | None = None,
    key: str = "",
) -> Refund:
    """Give `amount_minor` back, or ask for a second person when `by` alone may not decide so much.

    What people gave back of one payment is added up, so that a big refund is not cut into small ones. When all of a
    payment goes back its seat takes its step, and gives its stock back unless the parcel is on its way.

    Raises:
        NothingToRefund: the payment was never charged.
        TooMuch: less than that is left, counting what is asked for and under way.
    """
    if not locked.captured_minor or locked.state not in (Payment.State.CAPTURED, Payment.State.REFUNDING):
        raise NothingToRefund
    if not 0 < amount_minor <= left_of(locked):
        raise TooMuch(left=left_of(locked), currency=locked.currency)
    row = Refund.objects.create(
        payment=locked,
        key=key or _key(locked, locked.refunds.count() + 1),
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
        end_order(seat, row, now)
    calls.write(payment, GatewayCall.Kind.REFUND, row.amount_minor, now, key=row.key)


def give_difference(*, payment: Payment, price_minor: int, now: datetime) -> None:
    """Give back what was charged above the one price of the team less the seat's own discount, once.

    `payment` is locked with its seat. What the bank gave back by itself counts towards it.
    """
    too_much = difference_of(payment, price_minor)
    if too_much:
        give(payment, too_much, DIFFERENCE, now)


def difference_of(payment: Payment, price_minor: int) -> int:
    """Return what of a payment is above the price that its member pays, unless it went back or is about to."""
    came_to_nothing = (Refund.State.FAILED, Refund.State.REFUSED)
    back = payment.refunds.filter(cause=DIFFERENCE).exclude(state__in=came_to_nothing)
    taken = payment.refunds.filter(cause__in=list(Cause)).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    due = price_minor - payment.seat.discount_minor
    too_much = min(payment.captured_minor - taken - due, left_of(payment))
    return too_much if too_much > 0 and not back.exists() else 0


def give_differences(payments: Sequence[Payment], price_minor: int, now: datetime) -> None:
    """Do the same for many paid seats of a team. Queries: 6 for any number of which nothing went back before."""
    fresh = _split(payments, lambda payment: give_difference(payment=payment, price_minor=price_minor, now=now))
    back = [(payment, payment.captured_minor - price_minor + payment.seat.discount_minor) for payment in fresh]
    _give_many([(payment, amount) for payment, amount in back if amount > 0], DIFFERENCE, now)


def give_all_back(payments: Sequence[Payment], cause: str, now: datetime) -> None:
    """Give all of many captured payments back, and take the steps of their seats. Queries: 8, as above."""

    def give_rest(payment: Payment) -> None:
        refuse_waiting(payment, now)
        if left_of(payment):
            give(payment, left_of(payment), cause, now)

    fresh = _split(payments, give_rest)
    step_all_back([payment.seat for payment in fresh], Seat.State.REFUNDING, cause, now)
    _give_many([(payment, payment.captured_minor) for payment in fresh], cause, now)


def _split(payments: Sequence[Payment], do_alone: Callable[[Payment], None]) -> list[Payment]:
    """Return those of which nothing ever went back or was to; the others, few, are done one by one. Queries: 1."""
    known = set(Refund.objects.filter(payment__in=payments).values_list("payment", flat=True)) if payments else set()
    for payment in payments:
        if payment.pk in known:
            do_alone(payment)
    return [payment for payment in payments if payment.pk not in known]


def _give_many(wanted: Sequence[tuple[Payment, int]], cause: str, now: datetime) -> None:
    """Write the first refunds of payments, decided by nobody in person, and their calls. Queries: 6."""
    keys = [_key(payment, 1) for payment, _amount in wanted]
    bulk.insert(
        [
            Refund(
                payment=payment,
                key=key,
                amount_minor=amount,
                cause=cause,
                state=str(Refund.State.SENT),
                asked_at=now,
            )
            for key, (payment, amount) in zip(keys, wanted, strict=True)
        ]
    )
    steps.take_many([payment for payment, _amount in wanted], Payment.State.REFUNDING, cause=cause, now=now)
    calls.write_many(wanted, GatewayCall.Kind.REFUND, now, keys)


def _key(payment: Payment, number: int) -> str:
    return f"refund:{payment.public_id}:{number}"


def refuse_waiting(payment: Payment, now: datetime, *, most: int = 0, by_hand: bool = False) -> None:
    """Let no refunds wait for a second person that ask for more than `most`; whoever asked for them hears so.

    Args: by_hand: only those that are said to have gone past the bank.
    """
    rows = payment.refunds.filter(~Q(reference="") if by_hand else Q(), state=Refund.State.ASKED)
    for row in rows.select_related("asked_by").order_by("pk"):
        most -= row.amount_minor
        if most < 0:
            row.payment, row.state, row.done_at = payment, Refund.State.REFUSED, now
            row.save(update_fields=["state", "done_at"])
            money_news.answered(row, by=None, now=now)


def left_of(payment: Payment) -> int:
    """Return what of a payment nobody has given back, asked to give back, or is giving back."""
    gone = payment.refunds.filter(state__in=[Refund.State.ASKED, Refund.State.SENT, Refund.State.DONE])
    return payment.captured_minor - (gone.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _needs_two(payment: Payment, amount_minor: int, by: User | None) -> bool:
    if by is None or by.pk == payment.seat.user_id:  # a buyer's right, not somebody's decision
        return False
    alone = payment.refunds.filter(asked_by__isnull=False, agreed_by=None).exclude(
        state__in=[Refund.State.REFUSED, Refund.State.FAILED]
    )
    before = alone.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return bool(before + amount_minor > limits.of(payment.currency))


def end_order(seat: Seat, row: Refund, now: datetime) -> None:
    """Take the seat of a payment that goes back as a whole out of the order book."""
    was_bought = seat.state == Seat.State.CAPTURED
    step_back(seat, Seat.State.REFUNDING, row.cause, now, row.asked_by)
    if was_bought:
        give_back(seat)
        waiting.offer_free(campaign=seat.campaign, now=now)


def step_back(seat: Seat, to: str, cause: str, now: datetime, actor: User | None = None) -> None:
    """Take the step unless the seat went before its money: a member who left, a hold that lapsed."""
    if to in seat.PATHS.get(seat.state, ()):
        has_coupons = seat.state in (Seat.State.AUTHORISED, Seat.State.CAPTURED)  # one that was sent keeps them
        steps.take(seat, to, actor=actor, cause=cause, now=now)
        if has_coupons:
            uses.follow([seat], now)


def step_all_back(seats: Sequence[Seat], to: str, cause: str, now: datetime) -> None:
    """Do the same for many of which no parcel was sent. Queries: 2, more with coupons."""
    going = [seat for seat in seats if to in seat.PATHS.get(seat.state, ())]
    steps.take_many(going, to, cause=cause, now=now)
    uses.follow(going, now)


def give_back(seat: Seat) -> None:
    """Return the stock of a seat that was bought and is not any more."""
    counters.stock(seat.campaign, -1)
    counters.places(seat.team, taken=-1)
