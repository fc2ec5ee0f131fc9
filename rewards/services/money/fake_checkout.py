"""What a visitor does at the fake bank's checkout, and the webhooks that it sends of it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from lib import errors, jobs
from rewards.models import FakeCharge, FakeNotice
from rewards.payments import Cause, fake, signatures
from rewards.services.money import webhooks

LATE = timedelta(seconds=20)
SHORT_HOLD = timedelta(seconds=60)
SILENCES = 2
BATCH = 100
State = FakeCharge.State


class Press(models.TextChoices):
    """The buttons: the first two are everybody's, the rest shows what banks do on bad days."""

    PAY = "pay", _("Pay")
    DECLINE = "decline", _("Decline the card")
    LATE = "late", _("Pay, but answer 20 seconds late")
    TWICE = "twice", _("Pay, but tell it twice")
    DISORDER = "disorder", _("Pay, but tell the end before the beginning")
    TIMEOUT = "timeout", _("Pay, but do not answer the next two questions")
    REFUSE = "refuse", _("Pay, but refuse when the charge comes")
    EXPIRE = "expire", _("Pay, but let the hold run out after a minute")
    KEEP = "keep", _("Pay, but refuse to give it back")
    GIVE_BACK = "give_back", _("Pay, but give it back at the bank, unasked, 20 seconds after the charge")
    CHARGE_BACK = "charge_back", _("Pay, but charge it back 20 seconds after the charge")


PLAIN = (Press.PAY, Press.DECLINE)
_HOLDS_ONLY = (Press.EXPIRE,)
_CHARGED_LATER = (Press.REFUSE,)
_REGRETS = {Press.GIVE_BACK: Cause.GATEWAY, Press.CHARGE_BACK: Cause.CHARGEBACK}


class CheckoutOver(errors.Conflict):
    """The checkout was used or closed; `data["return_url"]` leads back."""

    code = "rewards.checkout_over"
    message = _("This checkout is over.")


def choices(charge: FakeCharge, *, with_chaos: bool) -> tuple[Press, ...]:
    """Return the buttons that make sense for `charge`. Pure."""
    if not with_chaos:
        return PLAIN
    barred = {"hold": (), "setup": _HOLDS_ONLY, "prepay": _HOLDS_ONLY + _CHARGED_LATER}[charge.mode]
    return tuple(press for press in Press if press not in barred)


@transaction.atomic
def press(*, reference: str, how: Press, now: datetime) -> FakeCharge:
    """Let the bank do what the button says. Raises: NotFound, CheckoutOver."""
    charge = FakeCharge.objects.select_for_update().filter(reference=reference).first()
    if charge is None:
        raise errors.NotFound(code="rewards.checkout_not_found")
    if charge.state != State.PENDING:
        raise CheckoutOver(return_url=charge.return_url)
    if how == Press.DECLINE:
        charge.state, charge.decline_code = State.DECLINED, "card_declined"
    else:
        _pay(charge, how, now)
    charge.save()
    _tell(charge, how, now)
    return charge


def send_due(*, now: datetime) -> int:
    """Let the bank notice holds that ran out and do what it regrets, and send its webhooks; return how many it sent."""
    _expire_due(now)
    _regret_due(now)
    due = FakeNotice.objects.filter(sent_at=None, due_at__lte=now).select_related("charge").order_by("due_at", "pk")
    return jobs.each(list(due[:BATCH]), lambda notice: send(notice, now=now))


def send(notice: FakeNotice, *, now: datetime) -> int:
    """Send one webhook as it would come over the net, signed, and again if nobody says that it came; return 1."""
    body = json.dumps({"id": notice.notice_id, "payment": notice.charge.payment, "kind": notice.kind}).encode()
    headers = {fake.HEADER: signatures.sign(fake.secret(), body, now)}
    webhooks.receive(provider="fake", headers=headers, body=body, now=now)
    return FakeNotice.objects.filter(pk=notice.pk).update(sent_at=now)


def _pay(charge: FakeCharge, how: Press, now: datetime) -> None:
    if charge.mode == "prepay":
        charge.state, charge.captured_minor = State.CAPTURED, charge.amount_minor
    else:
        charge.state = State.AUTHORISED
    if charge.mode == "hold":
        charge.held_minor = charge.amount_minor
        charge.capture_before = now + (SHORT_HOLD if how == Press.EXPIRE else fake.HOLD_LASTS)
    charge.known_at = now + LATE if how == Press.LATE else None
    charge.silent = SILENCES if how == Press.TIMEOUT else 0
    charge.declines_charge = how == Press.REFUSE
    charge.keeps = how == Press.KEEP
    charge.regrets = _REGRETS.get(how, "")
    charge.regrets_at = now + fake.REGRETS_AFTER if charge.regrets and charge.captured_minor else None


def _tell(charge: FakeCharge, how: Press, now: datetime) -> None:
    told = fake.tell(charge, charge.state, now)
    if how == Press.TWICE:
        FakeNotice.objects.create(charge=charge, notice_id=told.notice_id, kind=told.kind, due_at=told.due_at)
        fake.tell(charge, charge.state, now)
    if how == Press.DISORDER:
        fake.tell(charge, State.PENDING, now)


def _expire_due(now: datetime) -> None:
    due = FakeCharge.objects.filter(state=State.AUTHORISED, capture_before__lte=now).order_by("pk")
    jobs.sweep(due, _expire, now)


@transaction.atomic
def _expire(pk: int, now: datetime) -> int:
    return fake.expire(FakeCharge.objects.select_for_update().get(pk=pk), now)


def _regret_due(now: datetime) -> None:
    due = FakeCharge.objects.filter(regrets_at__lte=now).order_by("pk")
    jobs.sweep(due, _regret, now)


@transaction.atomic
def _regret(pk: int, now: datetime) -> int:
    charge = FakeCharge.objects.select_for_update().get(pk=pk)
    if charge.regrets_at is None:
        return 0
    return fake.take_back(charge, Cause(charge.regrets), charge.captured_minor, now)
