"""The Stripe adapter over the wire: its own library against a server of hand-made payloads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe

from rewards.payments import Ask, BadSignature, Cause, Outcome, TakenBack, Unreachable, signatures
from rewards.payments.stripe import Stripe, make
from tests.rewards import stripe_server
from tests.rewards.stripe_server import Server, error, intent, listing, session

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ASK = Ask("pay000000001", "cs_test_1", "hold", "CNY", 8_000, "Tea tin", "https://shop.example/back/", "zh-hans")
SESSION = "GET checkout/sessions/cs_test_1"
CUSTOMER = {"customer": "cus_1", "mode": "setup"}
SAVED = {"id": "seti_1", "object": "setup_intent", "status": "succeeded", "payment_method": "pm_1"}


@pytest.fixture
def server() -> Iterator[Server]:
    with stripe_server.serving() as running:
        yield running


@pytest.fixture
def bank(server: Server) -> Stripe:
    http = stripe.RequestsClient(timeout=0.5)
    client = stripe.StripeClient(
        "sk_test_1", base_addresses={"api": server.url}, http_client=http, max_network_retries=0
    )
    return Stripe(stripe, client)


def test_a_hold_opens_a_checkout_with_manual_capture(server, bank):
    server.on("POST checkout/sessions", session(status="open"))

    found = bank.authorize(replace(ASK, reference=""), key="authorize:pay000000001:1", now=NOW)

    assert (found.outcome, found.reference) == (Outcome.PENDING, "cs_test_1")
    assert found.checkout_url == "https://checkout.stripe.com/c/pay/cs_test_1"
    asked = server.last("POST checkout/sessions")
    assert asked.key == "authorize:pay000000001:1"
    assert asked.fields["mode"] == "payment"
    assert asked.fields["payment_intent_data[capture_method]"] == "manual"
    assert asked.fields["payment_intent_data[metadata][hearth_payment]"] == "pay000000001"
    assert asked.fields["line_items[0][price_data][unit_amount]"] == "8000"
    assert asked.fields["line_items[0][price_data][currency]"] == "cny"
    assert asked.fields["locale"] == "zh"


def test_the_same_question_is_the_same_to_the_letter_whenever_it_is_asked(server, bank):
    server.on("POST checkout/sessions", session(status="open"))

    bank.authorize(ASK, key="k", now=NOW)
    bank.authorize(ASK, key="k", now=NOW.replace(day=3))

    first, second = (one.fields for one in server.asked)
    assert first == second  # else Stripe refuses the key


@pytest.mark.parametrize(("mode", "method"), [("prepay", "automatic"), ("hold", "manual")])
def test_only_prepay_charges_at_the_checkout(server, bank, mode, method):
    server.on("POST checkout/sessions", session(status="open"))

    bank.authorize(replace(ASK, mode=mode), key="k", now=NOW)

    assert server.asked[-1].fields["payment_intent_data[capture_method]"] == method


def test_setup_saves_a_card_for_a_customer_of_its_own(server, bank):
    server.on("POST checkout/sessions", session(status="open", mode="setup"))

    bank.authorize(replace(ASK, mode="setup"), key="k", now=NOW)

    fields = server.asked[-1].fields
    assert (fields["mode"], fields["customer_creation"], fields["currency"]) == ("setup", "always", "cny")
    assert "line_items[0][quantity]" not in fields


def test_a_hold_says_how_much_and_until_when(server, bank):
    server.on(SESSION, session(payment_intent=intent(status="requires_capture")))

    found = bank.query(ASK, now=NOW)

    assert (found.outcome, found.held_minor, found.captured_minor) == (Outcome.AUTHORISED, 8_000, 0)
    assert found.capture_before == datetime.fromtimestamp(1_773_000_000, UTC)


@pytest.mark.parametrize(
    ("state", "more", "outcome"),
    [
        ("requires_payment_method", {}, Outcome.PENDING),
        ("requires_action", {}, Outcome.PENDING),
        ("processing", {}, Outcome.PENDING),
        ("canceled", {"cancellation_reason": "automatic"}, Outcome.EXPIRED),
        ("canceled", {"cancellation_reason": "requested_by_customer"}, Outcome.VOIDED),
    ],
)
def test_states_of_an_intent_are_read_as_what_they_mean(server, bank, state, more, outcome):
    server.on(SESSION, session(payment_intent=intent(status=state, **more)))

    assert bank.query(ASK, now=NOW).outcome == outcome


def test_a_capture_takes_the_price_under_our_key(server, bank):
    held, taken = intent(status="requires_capture"), intent(status="succeeded", received=6_000)
    server.on(SESSION, session(payment_intent=held), session(payment_intent=taken))
    server.on("POST payment_intents/pi_1/capture", taken)
    server.on("GET refunds", listing())

    found = bank.capture(ASK, amount_minor=6_000, key="capture:pay000000001:1", now=NOW)

    assert (found.outcome, found.captured_minor) == (Outcome.CAPTURED, 6_000)
    asked = server.last("POST payment_intents/pi_1/capture")
    assert (asked.fields["amount_to_capture"], asked.key) == ("6000", "capture:pay000000001:1")


def test_a_capture_of_a_hold_that_is_gone_says_that_it_expired(server, bank):
    gone = intent(status="canceled", cancellation_reason="automatic")
    server.on(SESSION, session(payment_intent=intent(status="requires_capture")), session(payment_intent=gone))
    server.on("POST payment_intents/pi_1/capture", (400, error("payment_intent_unexpected_state")))

    assert bank.capture(ASK, amount_minor=6_000, key="k", now=NOW).outcome == Outcome.EXPIRED


def test_a_saved_card_is_charged_while_its_owner_is_away(server, bank):
    server.on(SESSION, session(setup_intent=SAVED, **CUSTOMER))
    server.on("POST payment_intents", intent(status="succeeded", received=6_000))
    server.on("GET payment_intents", listing(intent(status="succeeded", received=6_000)))
    server.on("GET refunds", listing())

    found = bank.capture(replace(ASK, mode="setup"), amount_minor=6_000, key="capture:x:1", now=NOW)

    assert (found.outcome, found.captured_minor) == (Outcome.CAPTURED, 6_000)
    asked = server.last("POST payment_intents")
    assert asked.key == "capture:x:1"
    assert [asked.fields[name].lower() for name in ("off_session", "confirm")] == ["true", "true"]
    assert (asked.fields["customer"], asked.fields["payment_method"], asked.fields["amount"]) == (
        "cus_1",
        "pm_1",
        "6000",
    )


def test_a_saved_card_that_is_declined_says_why(server, bank):
    refused = intent(
        status="requires_payment_method",
        last_payment_error={"code": "card_declined", "decline_code": "insufficient_funds"},
    )
    server.on(SESSION, session(setup_intent=SAVED, **CUSTOMER))
    server.on("POST payment_intents", (402, error("card_declined", kind="card_error")))
    server.on("GET payment_intents", listing(refused))

    found = bank.capture(replace(ASK, mode="setup"), amount_minor=6_000, key="k", now=NOW)

    assert (found.outcome, found.decline_code) == (Outcome.DECLINED, "insufficient_funds")


def test_voiding_closes_an_open_checkout(server, bank):
    server.on(SESSION, session(status="open"), session(status="expired"))
    server.on("POST checkout/sessions/cs_test_1/expire", session(status="expired"))

    assert bank.void(ASK, key="k", now=NOW).outcome == Outcome.EXPIRED


def test_voiding_releases_a_hold_under_our_key(server, bank):
    gone = intent(status="canceled", cancellation_reason="requested_by_customer")
    server.on(SESSION, session(payment_intent=intent(status="requires_capture")), session(payment_intent=gone))
    server.on("POST payment_intents/pi_1/cancel", gone)

    assert bank.void(ASK, key="void:pay000000001:1", now=NOW).outcome == Outcome.VOIDED
    assert server.last("POST payment_intents/pi_1/cancel").key == "void:pay000000001:1"


def test_voiding_forgets_a_saved_card(server, bank):
    released = session(
        setup_intent=SAVED, metadata={"hearth_payment": "pay000000001", "hearth_released": "1"}, **CUSTOMER
    )
    server.on(SESSION, session(setup_intent=SAVED, **CUSTOMER), released)
    server.on("POST payment_methods/pm_1/detach", {"id": "pm_1", "object": "payment_method"})
    server.on("POST checkout/sessions/cs_test_1", released)
    server.on("GET payment_intents", listing())

    assert bank.void(replace(ASK, mode="setup"), key="k", now=NOW).outcome == Outcome.VOIDED


@pytest.mark.parametrize(("state", "said"), [("succeeded", "done"), ("pending", "pending"), ("failed", "failed")])
def test_a_refund_is_through_when_stripe_says_so(server, bank, state, said):
    refund = {"id": "re_1", "object": "refund", "status": state, "metadata": {"hearth_refund": "refund:x:1"}}
    server.on(SESSION, session(payment_intent=intent(status="succeeded", received=8_000)))
    server.on("POST refunds", refund)
    server.on("GET refunds", listing(refund))

    found = bank.refund(ASK, amount_minor=2_000, key="refund:x:1", now=NOW)

    assert found.refunds == {"refund:x:1": said}
    asked = server.last("POST refunds")
    assert (asked.key, asked.fields["amount"], asked.fields["payment_intent"]) == ("refund:x:1", "2000", "pi_1")


def test_a_refund_that_stripe_refuses_has_failed(server, bank):
    server.on(SESSION, session(payment_intent=intent(status="succeeded", received=8_000)))
    server.on("POST refunds", (400, error("charge_already_refunded")))
    server.on("GET refunds", listing())

    assert bank.refund(ASK, amount_minor=2_000, key="refund:x:1", now=NOW).refunds == {"refund:x:1": "failed"}


DISPUTED = {"latest_charge": {"id": "ch_1", "object": "charge", "disputed": True}}


def dispute(state: str) -> dict[str, Any]:
    return {"id": "dp_1", "object": "dispute", "amount": 8_000, "status": state, "payment_intent": "pi_1"}


@pytest.mark.parametrize(("state", "said"), [("succeeded", "done"), ("pending", "pending"), ("failed", "failed")])
def test_a_refund_of_the_dashboard_is_one_that_we_never_asked_for(server, bank, state, said):
    ours = {"id": "re_1", "object": "refund", "status": "succeeded", "metadata": {"hearth_refund": "refund:x:1"}}
    theirs = {"id": "re_2", "object": "refund", "status": state, "amount": 3_000, "metadata": {}}
    server.on(SESSION, session(payment_intent=intent(status="succeeded", received=8_000)))
    server.on("GET refunds", listing(ours, theirs))

    found = bank.query(ASK, now=NOW)

    assert found.refunds == {"refund:x:1": "done"}
    assert found.taken_back == (TakenBack("re_2", 3_000, Cause.GATEWAY, said),)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("lost", "done"),
        ("won", "failed"),
        ("warning_closed", "failed"),
        ("needs_response", "pending"),
        ("under_review", "pending"),
        ("warning_needs_response", "pending"),
    ],
)
def test_a_dispute_is_a_chargeback_once_it_is_lost(server, bank, state, said):
    server.on(SESSION, session(payment_intent=intent(status="succeeded", received=8_000, **DISPUTED)))
    server.on("GET refunds", listing())
    server.on("GET disputes", listing(dispute(state)))

    assert bank.query(ASK, now=NOW).taken_back == (TakenBack("dp_1", 8_000, Cause.CHARGEBACK, said),)
    assert server.last("GET disputes").fields["payment_intent"] == "pi_1"


def test_a_dispute_about_a_saved_card_is_found_too(server, bank):
    server.on(SESSION, session(setup_intent=SAVED, **CUSTOMER))
    server.on("GET payment_intents", listing(intent(status="succeeded", received=8_000, **DISPUTED)))
    server.on("GET refunds", listing())
    server.on("GET disputes", listing(dispute("lost")))

    assert [one.id for one in bank.query(replace(ASK, mode="setup"), now=NOW).taken_back] == ["dp_1"]
    assert server.last("GET payment_intents").fields["expand[0]"] == "data.latest_charge"


def test_nobody_asks_for_disputes_where_there_are_none(server, bank):
    server.on(SESSION, session(payment_intent=intent(status="succeeded", received=8_000)))
    server.on("GET refunds", listing())

    assert bank.query(ASK, now=NOW).taken_back == ()
    assert [one.path for one in server.asked] == ["checkout/sessions/cs_test_1", "refunds"]


@pytest.mark.parametrize("answer", [None, (500, error("x", kind="api_error")), (429, error("rate_limit"))])
def test_no_answer_leaves_open_whether_it_was_done(server, bank, answer):
    server.on("POST checkout/sessions", answer)

    with pytest.raises(Unreachable):
        bank.authorize(ASK, key="k", now=NOW)


def test_a_payment_that_stripe_never_named_is_missing(bank):
    assert bank.query(replace(ASK, reference=""), now=NOW).outcome == Outcome.MISSING


def event(**metadata: str) -> bytes:
    thing = {"id": "pi_1", "object": "payment_intent", "metadata": metadata, "customer_email": "ana@example.org"}
    return json.dumps({"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": thing}}).encode()


def test_a_webhook_names_our_payment_and_keeps_nothing_personal(settings, bank):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = "whsec_1"
    body = event(hearth_payment="pay000000001")

    found = bank.parse_webhook({"Stripe-Signature": signatures.sign("whsec_1", body, NOW)}, body, now=NOW)

    assert (found.notice_id, found.payment) == ("evt_1", "pay000000001")
    assert found.payload == {"type": "payment_intent.succeeded", "object": "pi_1"}


def about(kind: str) -> bytes:
    thing = {"id": "x_1", "object": kind, "metadata": {}, "payment_intent": "pi_1"}
    return json.dumps({"id": "evt_2", "type": f"{kind}.updated", "data": {"object": thing}}).encode()


def heard(bank: Stripe, body: bytes) -> str:
    return bank.parse_webhook({"Stripe-Signature": signatures.sign("whsec_1", body, NOW)}, body, now=NOW).payment


@pytest.mark.parametrize("kind", ["dispute", "refund", "charge"])
def test_a_webhook_about_a_thing_without_our_name_is_led_back_to_its_payment(settings, server, bank, kind):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = "whsec_1"
    server.on("GET payment_intents/pi_1", intent(status="succeeded"))

    assert heard(bank, about(kind)) == "pay000000001"


def test_a_webhook_about_another_houses_payment_is_about_none_of_ours(settings, server, bank):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = "whsec_1"
    assert heard(bank, about("dispute")) == ""  # Stripe says 404: it is not of this account
    assert heard(bank, about("invoice")) == ""
    assert len(server.asked) == 1


def test_a_webhook_whose_payment_cannot_be_asked_for_shall_come_again(settings, server, bank):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = "whsec_1"
    server.on("GET payment_intents/pi_1", (500, error("x", kind="api_error")))

    with pytest.raises(Unreachable):
        heard(bank, about("dispute"))


def test_our_check_of_signatures_agrees_with_stripes_own(clock):
    body = event()
    header = signatures.sign("whsec_1", body, clock.now)

    assert stripe.WebhookSignature.verify_header(body.decode(), header, "whsec_1", tolerance=300)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(body.decode(), header, "whsec_2", tolerance=300)


@pytest.mark.parametrize("header", ["", "t=1", "t=x,v1=00", "v1=00", "t=1772442000,v1=00", "t=９,v1=é"])
def test_a_webhook_with_a_wrong_signature_is_refused(settings, bank, header):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = "whsec_1"

    with pytest.raises(BadSignature):
        bank.parse_webhook({"Stripe-Signature": header}, event(), now=NOW)


def test_an_old_webhook_is_refused(settings, bank):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = "whsec_1"
    header = signatures.sign("whsec_1", event(), NOW)

    with pytest.raises(BadSignature):
        bank.parse_webhook({"Stripe-Signature": header}, event(), now=NOW.replace(minute=6))


def test_without_a_secret_nothing_is_believed(settings, bank):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = ""

    with pytest.raises(BadSignature):
        bank.parse_webhook({"Stripe-Signature": signatures.sign("", event(), NOW)}, event(), now=NOW)


def test_the_adapter_is_made_of_the_settings(settings):
    from django.core.exceptions import ImproperlyConfigured

    settings.HEARTH_STRIPE_KEY = ""
    with pytest.raises(ImproperlyConfigured):
        make()
    settings.HEARTH_STRIPE_KEY = "sk_test_1"
    made: Any = make()
    assert isinstance(made, Stripe)


def test_a_checkout_that_is_refused_for_good_is_a_decline_and_not_an_open_question(server, bank):
    server.on("POST checkout/sessions", (400, error("amount_too_small")))

    found = bank.authorize(replace(ASK, reference="", amount_minor=1), key="k", now=NOW)

    assert (found.outcome, found.decline_code) == (Outcome.DECLINED, "amount_too_small")
