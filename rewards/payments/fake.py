"""The fake bank: the default provider, with a checkout page that one can see, and the oracle of the tests.

It keeps books of its own (models/fake.py), does each key once, and misbehaves as a charge's switches say. It trusts
nobody: a saved card that is charged under two keys is charged twice, as a real one would be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from rewards.models import FakeCharge, FakeNotice
from rewards.payments import Ask, Cause, Gateway, Notice, Outcome, Result, TakenBack, Unreachable, signatures

HEADER = "Hearth-Signature"
HOLD_LASTS = timedelta(days=7)
REGRETS_AFTER = timedelta(seconds=20)
State = FakeCharge.State


class Fake:
    """The adapter: see `Gateway`."""

    def authorize(self, ask: Ask, *, key: str, now: datetime) -> Result:
        charge, _is_new = FakeCharge.objects.get_or_create(
            key=key,
            defaults={
                "payment": ask.payment,
                "title": ask.title[:200],
                "return_url": urlsplit(ask.return_url).path,  # it lives in the same house
                "mode": ask.mode,
                "currency": ask.currency,
                "amount_minor": ask.amount_minor,
                "created_at": now,
            },
        )
        return _answer(charge.pk, now)

    def capture(self, ask: Ask, *, amount_minor: int, key: str, now: datetime) -> Result:
        def take(charge: FakeCharge) -> None:
            may = charge.state == State.AUTHORISED or (charge.mode == "setup" and charge.state != State.VOIDED)
            if not may or amount_minor > charge.amount_minor:
                return
            if charge.declines_charge:
                charge.state, charge.held_minor = State.DECLINED, 0
                charge.decline_code = "insufficient_funds"
                return
            charge.state = State.CAPTURED
            charge.held_minor = 0
            charge.captured_minor += amount_minor
            charge.regrets_at = now + REGRETS_AFTER if charge.regrets else None

        return self._do(ask, key, take, now)

    def void(self, ask: Ask, *, key: str, now: datetime) -> Result:
        def release(charge: FakeCharge) -> None:
            if charge.state in (State.PENDING, State.AUTHORISED, State.DECLINED):
                charge.state, charge.held_minor = State.VOIDED, 0

        return self._do(ask, key, release, now)

    def refund(self, ask: Ask, *, amount_minor: int, key: str, now: datetime) -> Result:
        def give_back(charge: FakeCharge) -> None:
            is_there = charge.state == State.CAPTURED and charge.back_minor + amount_minor <= charge.captured_minor
            fits = is_there and not charge.keeps
            charge.refunds[key] = {"amount": amount_minor, "status": "done" if fits else "failed"}

        return self._do(ask, key, give_back, now)

    def query(self, ask: Ask, *, now: datetime) -> Result:
        charge = _find(ask)
        return _answer(charge.pk, now) if charge else Result(Outcome.MISSING)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        signatures.check(secret(), headers.get(HEADER, ""), body, now)
        payload = json.loads(body)
        return Notice(notice_id=payload["id"], payment=payload["payment"], payload=payload)

    def _do(self, ask: Ask, key: str, change: Callable[[FakeCharge], None], now: datetime) -> Result:
        """Carry out what `key` stands for, once, then answer."""
        found = _find(ask)
        if found is None:
            return Result(Outcome.MISSING)
        with transaction.atomic():
            charge = FakeCharge.objects.select_for_update().get(pk=found.pk)
            expire(charge, now)
            if key not in charge.answers:
                before = charge.state
                change(charge)
                charge.answers[key] = charge.state
                charge.save()
                if charge.state != before:
                    tell(charge, charge.state, now)
        return _answer(found.pk, now)


def make() -> Gateway:
    """Return the adapter."""
    return Fake()


def secret() -> str:
    """Return what the bank signs its webhooks with: known to nobody outside of this house."""
    return hashlib.sha256(f"fake bank:{settings.SECRET_KEY}".encode()).hexdigest()


def tell(charge: FakeCharge, kind: str, now: datetime, number: int = 0) -> FakeNotice:
    """Write the webhook that says that the charge is now `kind`."""
    notice_id = f"fn_{charge.reference}"[:15] + f"{charge.notices.count() + number:03}"
    return FakeNotice.objects.create(charge=charge, notice_id=notice_id, kind=kind, due_at=charge.known_at or now)


def take_back(charge: FakeCharge, cause: Cause, amount_minor: int, now: datetime) -> bool:
    """Give back up to `amount_minor` of what was charged, unasked; inside a transaction that holds the charge."""
    amount = min(amount_minor, charge.captured_minor - charge.back_minor)
    charge.regrets_at = None
    if charge.state == State.CAPTURED and amount > 0:
        own_id = f"{'dp' if cause == Cause.CHARGEBACK else 're'}_{charge.reference}_{len(charge.taken_back) + 1}"
        charge.taken_back = [*charge.taken_back, {"id": own_id, "amount_minor": amount, "cause": str(cause)}]
        tell(charge, cause, now)
    charge.save()
    return amount > 0


def expire(charge: FakeCharge, now: datetime) -> bool:
    """Let go of a hold whose time is over; inside a transaction that holds the charge and saves it."""
    is_over = charge.state == State.AUTHORISED and charge.capture_before is not None and charge.capture_before <= now
    if is_over:
        charge.state, charge.held_minor = State.EXPIRED, 0
        charge.save()
        tell(charge, State.EXPIRED, now)
    return is_over


def _find(ask: Ask) -> FakeCharge | None:
    return FakeCharge.objects.filter(payment=ask.payment).first()


def _answer(pk: int, now: datetime) -> Result:
    with transaction.atomic():
        charge = FakeCharge.objects.select_for_update().get(pk=pk)
        expire(charge, now)
        swallowed = charge.silent > 0
        if swallowed:
            charge.silent -= 1
            charge.save(update_fields=["silent"])
    if swallowed:
        raise Unreachable
    is_known = charge.known_at is None or charge.known_at <= now
    return Result(
        outcome=Outcome(charge.state) if is_known else Outcome.PENDING,
        reference=charge.reference,
        checkout_url=reverse("rewards:fake-checkout", args=[charge.reference]),
        held_minor=charge.held_minor if is_known else 0,
        captured_minor=charge.captured_minor if is_known else 0,
        refunds={key: refund["status"] for key, refund in charge.refunds.items()},
        taken_back=tuple(TakenBack(row["id"], row["amount_minor"], Cause(row["cause"])) for row in charge.taken_back),
        capture_before=charge.capture_before,
        decline_code=charge.decline_code,
    )
