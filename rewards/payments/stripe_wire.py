"""What Stripe's objects say, and what opens a checkout there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rewards.payments import Ask, Cause, Outcome, TakenBack

OURS, RELEASED, REFUND_KEY = "hearth_payment", "hearth_released", "hearth_refund"
_INTENT = {"requires_capture": Outcome.AUTHORISED, "succeeded": Outcome.CAPTURED}
_REFUND = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
# What is neither is won, withdrawn or closed: the money stays. Source: https://docs.stripe.com/api/disputes/object
_DISPUTE = {"lost": "done"} | dict.fromkeys(
    ("needs_response", "under_review", "warning_needs_response", "warning_under_review"), "pending"
)
Json = dict[str, Any]


def ours_of(thing: Json) -> str:
    """Return which of our payments something is about by its own metadata, "" when it does not say."""
    return str((thing.get("metadata") or {}).get(OURS, ""))


def session_of(ask: Ask) -> Json:
    """Return what opens a checkout. It depends on nothing that changes: a key must come with the same parameters."""
    common = {
        "client_reference_id": ask.payment,
        "metadata": {OURS: ask.payment},
        "success_url": ask.return_url,
        "cancel_url": ask.return_url,
        "payment_method_types": ["card"],
        "locale": {"zh-hans": "zh"}.get(ask.language, "en"),
    }
    if ask.mode == "setup":
        setup = {"setup_intent_data": {"metadata": {OURS: ask.payment}}, "customer_creation": "always"}
        return common | setup | {"mode": "setup", "currency": ask.currency.lower()}
    how = "manual" if ask.mode == "hold" else "automatic"
    price = {
        "currency": ask.currency.lower(),
        "unit_amount": ask.amount_minor,
        "product_data": {"name": ask.title},
    }
    return common | {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": {"capture_method": how, "metadata": {OURS: ask.payment}},
    }


def key_of(refund: Json) -> str:
    return str((refund.get("metadata") or {}).get(REFUND_KEY, ""))


def by_hand(refunds: Iterable[Json]) -> Iterator[TakenBack]:
    """Yield refunds that bear no key of ours: somebody made them at Stripe's dashboard."""
    for row in refunds:
        if not key_of(row):
            yield TakenBack(row["id"], row["amount"], Cause.GATEWAY, _REFUND.get(row["status"], "pending"))


def outcome_of(session: Json, intent: Json | None) -> Outcome:
    if (session.get("metadata") or {}).get(RELEASED):
        return Outcome.VOIDED
    if intent and intent["status"] == "canceled":
        is_lapsed = intent.get("cancellation_reason") in ("automatic", "expired")
        return Outcome.EXPIRED if is_lapsed else Outcome.VOIDED
    if intent and intent["status"] in _INTENT:
        return _INTENT[intent["status"]]
    saved = session.get("setup_intent")
    if saved and saved["status"] == "succeeded":
        if intent is None:
            return Outcome.AUTHORISED
        return Outcome.PENDING if intent["status"] == "processing" else Outcome.DECLINED
    return Outcome.EXPIRED if session["status"] == "expired" else Outcome.PENDING


def decline_code_of(intent: Json | None) -> str:
    error = (intent or {}).get("last_payment_error") or {}
    return str(error.get("decline_code") or error.get("code") or "")


def refunds_of(rows: Iterable[Json]) -> dict[str, str]:
    """Return how our own refunds stand, by our keys."""
    return {key_of(row): _REFUND.get(row["status"], "pending") for row in rows if key_of(row)}


def disputes_of(rows: Iterable[Json]) -> Iterator[TakenBack]:
    """Yield what the payer's bank took, or asks for."""
    for row in rows:
        yield TakenBack(row["id"], row["amount"], Cause.CHARGEBACK, _DISPUTE.get(row["status"], "failed"))
