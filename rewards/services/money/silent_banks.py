"""A charge or a release that its bank never answers: whoever runs the site says what stands in the bank's own books.

Nothing ends because time went by; but of a bank that is gone for good nobody would ever hear, its buyers least of all.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lib import clean
from rewards.models import Event, GatewayCall, Payment
from rewards.payments import Outcome, Result
from rewards.services.buying import locking
from rewards.services.money import settling, stuck

WHY_LENGTH = 200
State, Kind = Payment.State, GatewayCall.Kind
# What a bank may have done with an order that it never answered.
ANSWERS = {State.CAPTURING: (Outcome.CAPTURED, Outcome.DECLINED), State.VOIDING: (Outcome.VOIDED, Outcome.CAPTURED)}


class NotSilent(Exception):
    """The bank has answered, or may still: it is waited for as long as for a refund."""


class NoSuchAnswer(Exception):
    """A bank cannot have done this with what it was asked."""


@transaction.atomic
def answer(*, payment: Payment, outcome: str, why: str, now: datetime) -> Payment:
    """Take `outcome` for the answer to the order that waits, with all that follows of it; return the payment.

    Locks: campaign, team, seat, payment, call.
    Raises: NotSilent, NoSuchAnswer, Invalid without `why`; `stuck.BeingAsked`.
    """
    said = clean.line(why, field="why", most=WHY_LENGTH, least=1)
    held = locking.payment(payment)
    calls = GatewayCall.objects.select_for_update().filter(kind__in=(Kind.CAPTURE, Kind.VOID), done_at=None)
    call = calls.filter(payment=held).first()
    if call is None or held.state not in ANSWERS or _since(held) > now - stuck.SILENCE:
        raise NotSilent
    if outcome not in ANSWERS[State(held.state)]:
        raise NoSuchAnswer
    if call.leased_until and call.leased_until > now:
        raise stuck.BeingAsked
    taken = (call.amount_minor or held.held_minor or held.amount_minor) if outcome == Outcome.CAPTURED else 0
    settling.answered(call, Result(Outcome(outcome), reference=held.reference, captured_minor=taken), now=now)
    GatewayCall.objects.filter(pk=call.pk).update(answer={"outcome": outcome, "captured_minor": taken, "said": said})
    questions = GatewayCall.objects.filter(payment=held, kind=Kind.QUERY, done_at=None)
    questions.update(done_at=now, answer={"outcome": "given_up"})  # the bank is gone
    return locking.payment(held)


def _since(held: Payment) -> datetime:
    return Event.objects.get(kind=Payment.KIND, row_id=held.pk, seq=held.seq).at
