"""Stripe: hosted checkout with manual capture (`hold`), a saved card (`setup`) or payment at once (`prepay`).

A payment's reference is its Checkout Session. All keys come from our rows; `capture_before` is the charge's own.
Source: https://docs.stripe.com/payments/capture-later, .../save-and-reuse, https://docs.stripe.com/api/idempotent_requests
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rewards.payments import (
    ANSWER_SECONDS,
    Ask,
    Gateway,
    Notice,
    Outcome,
    Result,
    TakenBack,
    Unreachable,
    signatures,
    stripe_wire as wire,
)

Json = wire.Json
WHOLE = ["payment_intent.latest_charge", "setup_intent"]
_BELONGS = ("charge", "dispute", "refund")  # things that may not bear our metadata themselves


class Stripe:
    """The adapter: see `Gateway`."""

    def __init__(self, library: Any, client: Any) -> None:
        self._library = library
        self._api = client.v1

    def authorize(self, ask: Ask, *, key: str, now: datetime) -> Result:
        try:
            with self._answering():
                session = self._api.checkout.sessions.create(wire.session_of(ask), {"idempotency_key": key})
        except self._library.InvalidRequestError as error:  # too small an amount, say: it will never be taken
            return Result(Outcome.DECLINED, decline_code=error.code or "refused")
        return Result(Outcome.PENDING, reference=session.id, checkout_url=session.url)

    def capture(self, ask: Ask, *, amount_minor: int, key: str, now: datetime) -> Result:
        session = self._session(ask)
        if ask.mode == "setup":
            return self._charge(session, ask, amount_minor, key)
        intent = session["payment_intent"]["id"]
        options = {"idempotency_key": key}
        self._try(lambda: self._api.payment_intents.capture(intent, {"amount_to_capture": amount_minor}, options))
        return self.query(ask, now=now)

    def void(self, ask: Ask, *, key: str, now: datetime) -> Result:
        if not ask.reference:
            return Result(Outcome.MISSING)
        session = self._session(ask)
        intent, saved = session.get("payment_intent"), session.get("setup_intent")
        if session["status"] == "open":
            self._try(lambda: self._api.checkout.sessions.expire(ask.reference))
        elif intent:
            self._try(lambda: self._api.payment_intents.cancel(intent["id"], {}, {"idempotency_key": key}))
        elif saved:
            self._try(lambda: self._api.payment_methods.detach(saved["payment_method"]))
            self._try(lambda: self._api.checkout.sessions.update(ask.reference, {"metadata": {wire.RELEASED: "1"}}))
        return self.query(ask, now=now)

    def refund(self, ask: Ask, *, amount_minor: int, key: str, now: datetime) -> Result:
        session = self._session(ask)
        intent = self._charged(session, ask)
        params = {"payment_intent": intent and intent["id"], "amount": amount_minor, "metadata": {wire.REFUND_KEY: key}}
        was_taken = self._try(lambda: self._api.refunds.create(params, {"idempotency_key": key}))
        found = self._result(session, ask)
        if was_taken or key in found.refunds:
            return found
        return replace(found, refunds={**found.refunds, key: "failed"})

    def query(self, ask: Ask, *, now: datetime) -> Result:
        return self._result(self._session(ask), ask) if ask.reference else Result(Outcome.MISSING)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        signatures.check(settings.HEARTH_STRIPE_WEBHOOK_SECRET, headers.get("Stripe-Signature", ""), body, now)
        event = json.loads(body)
        thing = event["data"]["object"]
        payload = {"type": event["type"], "object": thing.get("id", "")}  # the rest is personal and not needed
        payment = wire.ours_of(thing)
        if not payment and thing.get("object") in _BELONGS:
            payment = self._ours(thing.get("payment_intent"))
        return Notice(event["id"], payment, payload)

    def _ours(self, intent: str | None) -> str:
        """Return which of our payments an intent is, "" for another house's."""
        if not intent:
            return ""
        try:
            with self._answering():
                found = self._api.payment_intents.retrieve(intent).to_dict()
        except self._library.InvalidRequestError:
            return ""
        return wire.ours_of(found)

    def _session(self, ask: Ask) -> Json:
        with self._answering():
            session = self._api.checkout.sessions.retrieve(ask.reference, {"expand": WHOLE})
        found: Json = session.to_dict()
        return found

    def _result(self, session: Json, ask: Ask) -> Result:
        """Read the whole truth from a session. Requests: up to 3."""
        intent = session.get("payment_intent") or self._charged(session, ask)
        outcome = wire.outcome_of(session, intent)
        charge = (intent or {}).get("latest_charge") or {}
        card = ((charge.get("payment_method_details") or {}).get("card") or {}) if isinstance(charge, dict) else {}
        until = card.get("capture_before")
        is_charged = outcome == Outcome.CAPTURED and intent is not None
        refunds = self._refunds(intent) if intent and is_charged else []
        return Result(
            outcome=outcome,
            reference=session["id"],
            checkout_url=session.get("url") or "",
            held_minor=intent["amount_capturable"] if intent and outcome == Outcome.AUTHORISED else 0,
            captured_minor=intent["amount_received"] if intent and is_charged else 0,
            refunds=wire.refunds_of(refunds),
            taken_back=(*wire.by_hand(refunds), *self._disputes(intent if is_charged else None)),
            capture_before=datetime.fromtimestamp(until, UTC) if until else None,
            decline_code=wire.decline_code_of(intent),
        )

    def _charge(self, session: Json, ask: Ask, amount_minor: int, key: str) -> Result:
        """Charge a saved card while its owner is away."""
        params = {
            "amount": amount_minor,
            "currency": ask.currency.lower(),
            "customer": session["customer"],
            "payment_method": session["setup_intent"]["payment_method"],
            "off_session": True,
            "confirm": True,
            "metadata": {wire.OURS: ask.payment},
        }
        self._try(lambda: self._api.payment_intents.create(params, {"idempotency_key": key}))
        return self._result(session, ask)

    def _charged(self, session: Json, ask: Ask) -> Json | None:
        """Return what was charged to a saved card, or tried: the customer was made for this one payment."""
        if session.get("payment_intent"):
            found: Json = session["payment_intent"]
            return found
        if not session.get("setup_intent") or not session.get("customer"):
            return None
        with self._answering():
            asked = {"customer": session["customer"], "limit": 100, "expand": ["data.latest_charge"]}
            rows = self._api.payment_intents.list(asked).to_dict()["data"]
        ours = [row for row in rows if wire.ours_of(row) == ask.payment]
        return next((row for row in ours if row["status"] == "succeeded"), ours[0] if ours else None)

    def _refunds(self, intent: Json) -> list[Json]:
        with self._answering():
            rows: list[Json] = self._api.refunds.list({"payment_intent": intent["id"], "limit": 100}).to_dict()["data"]
        return rows

    def _disputes(self, intent: Json | None) -> Iterator[TakenBack]:
        """Yield what the payer's bank took, or asks for; asked for when the charge says that there is one."""
        charge = (intent or {}).get("latest_charge")
        if intent is None or not isinstance(charge, dict) or not charge.get("disputed"):
            return
        with self._answering():
            rows = self._api.disputes.list({"payment_intent": intent["id"], "limit": 100}).to_dict()["data"]
        yield from wire.disputes_of(rows)

    def _try(self, order: Callable[[], object]) -> bool:
        """Give an order; False when it is refused as it stands: then a look at the payment says why."""
        try:
            with self._answering():
                order()
        except (self._library.CardError, self._library.InvalidRequestError):
            return False
        return True

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Turn what leaves open whether something was done into `Unreachable`."""
        library = self._library
        try:
            yield
        except (library.APIConnectionError, library.RateLimitError) as error:
            raise Unreachable from error
        except library.APIError as error:
            if error.http_status and error.http_status < 500:
                raise
            raise Unreachable from error


def make() -> Gateway:
    """Return the adapter; raises ImproperlyConfigured without the package or its key."""
    try:
        import stripe
    except ImportError as error:
        raise ImproperlyConfigured("HEARTH_PAYMENTS=stripe needs the package stripe (docs/operating.md)") from error
    if not settings.HEARTH_STRIPE_KEY:
        raise ImproperlyConfigured("HEARTH_PAYMENTS=stripe needs HEARTH_STRIPE_KEY")
    http = stripe.RequestsClient(timeout=ANSWER_SECONDS)
    return Stripe(stripe, stripe.StripeClient(settings.HEARTH_STRIPE_KEY, http_client=http, max_network_retries=0))
