"""Many processes that hear of the same money at once. Each guard has its negative control."""

from __future__ import annotations

from typing import Any

import pytest

from rewards.models import GatewayCall
from rewards.payments.fake import Fake
from rewards.services.money import calling, fake_checkout, reconciling, refunds, repaying
from rewards.services.money.fake_checkout import Press
from tests.races.hands import at_once
from tests.rewards import bank, factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def charges(monkeypatch) -> list[str]:
    """Return the keys under which the bank was told to charge or to give back."""
    told: list[str] = []
    for name in ("capture", "refund"):
        honest = getattr(Fake, name)

        def counted(self: Fake, ask: Any, *, honest: Any = honest, **order: Any) -> Any:
            told.append(order["key"])
            return honest(self, ask, **order)

        monkeypatch.setattr(Fake, name, counted)
    return told


def pressed(clock: Any, how: Press = Press.PAY) -> Any:
    """Return a seat that was paid for at the bank, of which the shop does not know yet."""
    seat = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(seat, how=how, now=clock.now, comes_back=False)
    return seat


def test_eight_tabs_that_come_back_confirm_one_seat(clock):
    seat = pressed(clock)
    payment = bank.payment_of(seat)

    _results, problems = at_once(lambda _: reconciling.look(payment=payment, now=clock.now), 8)

    assert problems == []
    assert bank.fresh(seat.team).confirmed == 1
    bank.assert_sound(clock.now)


def test_a_webhook_that_is_sent_eight_times_at_once_is_kept_once(clock):
    seat = pressed(clock)
    notice = bank.charge_of(seat).notices.get()

    _results, problems = at_once(lambda _: fake_checkout.send(notice, now=clock.now), 8)

    assert problems == []
    assert GatewayCall.objects.filter(kind="query").count() == 1
    assert bank.fresh(seat).state == "authorised"


def waiting_capture(clock: Any, monkeypatch: Any) -> int:
    """Return a charge that was decided and not yet made."""
    monkeypatch.setattr(calling._Soon, "__call__", lambda self: None)
    seat = bank.open_team(factories.campaign(single_minor=12_000), size=1, now=clock.now)
    calling.perform_due(now=clock.now)
    bank.pay(seat, now=clock.now)
    return GatewayCall.objects.get(kind="capture").pk


def test_eight_workers_charge_once(clock, monkeypatch, charges):
    call = waiting_capture(clock, monkeypatch)

    results, problems = at_once(lambda _: calling.perform(call, now=clock.now), 8)

    assert problems == []
    assert sorted(results) == [False] * 7 + [True]
    assert len(charges) == 1
    bank.assert_sound(clock.now)


def test_without_the_lease_the_eight_ask_the_bank_again_and_again(clock, monkeypatch, charges):
    call = waiting_capture(clock, monkeypatch)
    monkeypatch.setattr(calling, "_lease", lambda pk, now: True)

    at_once(lambda _: calling.perform(call, now=clock.now), 8)

    assert len(charges) > 1
    assert len(set(charges)) == 1  # under one key, so that even then it is charged once
    bank.assert_sound(clock.now)


def ask_eight_times(clock: Any) -> tuple[list[Any], list[Exception], Any]:
    brand = factories.brand()
    seat = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    wish = {"by": brand.owner, "payment": bank.payment_of(seat), "amount_minor": 3_000, "reason": "Broken"}
    results, problems = at_once(lambda _: refunds.ask(**wish, now=clock.now), 8)
    return results, problems, seat


def test_eight_refunds_at_once_give_back_no_more_than_was_charged(clock):
    results, problems, seat = ask_eight_times(clock)

    assert len(results) == 2  # 3,000 of 8,000 twice
    assert {type(problem) for problem in problems} <= {repaying.TooMuch}
    bank.run_jobs(clock.tick(seconds=61))  # the second waited for the first
    assert bank.payment_of(seat).refunded_minor == 6_000
    bank.assert_sound(clock.now)
