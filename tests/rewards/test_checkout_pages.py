"""The fake bank's checkout and the webhooks, as a browser and a gateway see them."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from lib import clock as wall
from rewards.models import GatewayNotice, Payment
from rewards.payments import fake, signatures
from tests.rewards import bank, factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seat():
    return bank.open_team(factories.campaign(), now=wall.now())


def page_of(seat) -> str:
    return reverse("rewards:fake-checkout", args=[bank.charge_of(seat).reference])


def test_the_checkout_says_what_is_paid_to_whom_and_that_it_is_not_real(seat):
    page = Client().get(page_of(seat)).content.decode()

    assert "¥80" in page
    assert "Tea tin" in page
    assert "no real money moves here" in page
    assert "Nothing is charged unless the team succeeds" in page


def test_bad_days_are_offered_in_the_demo_only(seat, settings):
    assert 'value="late"' not in Client().get(page_of(seat)).content.decode()

    settings.HEARTH_DEMO = True
    page = Client().get(page_of(seat)).content.decode()
    assert [
        page.count(f'value="{press}"') for press in ("late", "twice", "disorder", "timeout", "refuse", "expire")
    ] == [1] * 6


def test_a_switch_that_is_not_offered_does_nothing(seat):
    answer = Client().post(page_of(seat), {"press": "late"})

    assert answer.status_code == 200
    assert bank.charge_of(seat).state == "pending"


def test_paying_leads_back_to_the_order_which_is_then_in(seat):
    browser = Client()
    browser.force_login(seat.user)

    answer = browser.post(page_of(seat), {"press": "pay"})

    assert (answer.status_code, answer["Location"]) == (303, reverse("rewards:order-back", args=[seat.public_id]))
    browser.get(answer["Location"])
    assert bank.fresh(seat).state == "authorised"


def test_a_checkout_is_used_once(seat):
    browser = Client()
    browser.post(page_of(seat), {"press": "pay"})

    again = browser.post(page_of(seat), {"press": "decline"})

    assert "This checkout is over" in again.content.decode()
    assert bank.charge_of(seat).state == "authorised"


def test_where_real_money_moves_there_is_no_fake_checkout(seat, settings):
    page = page_of(seat)
    settings.HEARTH_PAYMENTS = "stripe"

    assert Client().get(page).status_code == 404
    assert Client().post(page, {"press": "pay"}).status_code == 404
    assert bank.charge_of(seat).state == "pending"


def tell(payment: Payment, header: str | None = None, notice: str = "fn_1") -> int:
    body = json.dumps({"id": notice, "payment": payment.public_id, "kind": "authorised"}).encode()
    sent = header if header is not None else signatures.sign(fake.secret(), body, wall.now())
    answer = Client(enforce_csrf_checks=True).post(
        "/pay/webhooks/fake/", body, content_type="application/json", headers={fake.HEADER: sent}
    )
    return answer.status_code


def test_a_signed_webhook_is_kept_once_and_its_payment_asked_about(seat):
    payment = bank.payment_of(seat)
    bank.pay(seat, now=wall.now(), comes_back=False)

    assert [tell(payment), tell(payment)] == [204, 204]

    assert bank.fresh(payment).state == "authorised"
    assert GatewayNotice.objects.filter(applied_at__isnull=False).count() == 1


def test_a_webhook_is_only_a_hint_so_a_lie_changes_nothing(seat):
    assert tell(bank.payment_of(seat)) == 204

    assert bank.payment_of(seat).state == "pending"


@pytest.mark.parametrize("header", ["", "t=1,v1=00", "v1=00"])
def test_an_unsigned_webhook_is_refused_and_not_kept(seat, header):
    assert tell(bank.payment_of(seat), header) == 400

    assert GatewayNotice.objects.count() == 0


def test_a_webhook_of_an_unknown_or_unset_provider_is_not_heard(settings):
    settings.HEARTH_STRIPE_WEBHOOK_SECRET = ""

    assert Client().post("/pay/webhooks/cowries/", b"{}", content_type="application/json").status_code == 404
    assert Client().post("/pay/webhooks/stripe/", b"{}", content_type="application/json").status_code == 404
    assert Client().get("/pay/webhooks/fake/").status_code == 405


def test_a_webhook_about_no_payment_of_ours_is_kept_and_left_alone():
    assert tell(Payment(public_id="somebodyelse")) == 204

    assert GatewayNotice.objects.get().reference == "somebodyelse"
