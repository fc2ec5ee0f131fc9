"""Money from the checkout to the charge and back, with a bank on good and on bad days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rewards.models import GatewayCall, Payment, Refund, Seat
from rewards.services.buying import seats, teams
from rewards.services.money import calling, failed_charges, fake_checkout, paying, reconciling
from rewards.services.money.fake_checkout import Press
from tests.factories import member
from tests.rewards import bank, couponing, factories

pytestmark = pytest.mark.django_db(transaction=True)


def states(*rows: Any) -> list[str]:
    return [bank.fresh(row).state for row in rows]


@pytest.mark.parametrize(("mode", "before"), [("hold", "authorised"), ("setup", "authorised"), ("prepay", "captured")])
def test_everybody_of_a_full_team_pays_its_tier_and_no_more(clock, mode, before):
    buy = factories.campaign(payment_mode=mode)
    first = bank.open_team(buy, now=clock.now)
    bank.pay(first, now=clock.now)
    assert states(first, bank.payment_of(first)) == ["authorised", before]

    others = [bank.join(first.team, now=clock.now) for _ in range(2)]
    for seat in others:
        bank.pay(seat, now=clock.now)

    bank.run_jobs(clock.now)
    for seat in (first, *others):
        paid = bank.payment_of(seat)
        assert (bank.fresh(seat).state, paid.state) == ("captured", "captured")
        assert paid.net.minor == bank.charge_of(seat).captured_minor == 8_000
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
def test_nobody_of_a_team_that_fails_has_paid_anything(clock, mode):
    buy = factories.campaign(payment_mode=mode)
    first = bank.open_team(buy, now=clock.now)
    second = bank.join(first.team, now=clock.now)
    bank.pay(first, now=clock.now)
    bank.pay(second, now=clock.now)

    bank.run_jobs(clock.tick(hours=49))
    bank.run_jobs(clock.tick(minutes=1))

    assert bank.fresh(first.team).has_succeeded is False
    for seat in (first, second):
        assert bank.payment_of(seat).net.minor == 0
        assert bank.fresh(seat).state == ("refunded" if mode == "prepay" else "voided")
    bank.assert_sound(clock.now)


def test_a_declined_card_may_be_followed_by_another(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(first, how=Press.DECLINE, now=clock.now)
    assert states(first, bank.payment_of(first)) == ["held", "declined"]

    again = paying.again(actor=first.user, seat=first, now=clock.now)
    assert paying.again(actor=first.user, seat=first, now=clock.now) == again
    bank.pay(first, now=clock.now)

    assert Payment.objects.filter(seat=first).count() == 2
    assert bank.fresh(first).state == "authorised"
    bank.assert_sound(clock.now)


def test_a_charge_that_is_refused_can_be_mended_within_a_week(clock):
    buy = factories.campaign()
    code = couponing.code_of(couponing.coupon(buy))
    first = bank.open_team(buy, coupons=[code], now=clock.now)
    others = [bank.join(first.team, now=clock.now) for _ in range(2)]
    bank.pay(first, how=Press.REFUSE, now=clock.now)
    for seat in others:
        bank.pay(seat, now=clock.now)
    assert states(first, *others) == ["fix_needed", "captured", "captured"]

    paying.again(actor=first.user, seat=first, now=clock.tick(days=3))
    bank.pay(first, now=clock.now)

    assert bank.fresh(first).state == "captured"
    assert bank.payment_of(first).net.minor == 7_000  # what is left of the price with the coupon
    bank.assert_sound(clock.now)


def test_a_charge_that_nobody_mends_gives_the_seat_back(clock):
    buy = factories.campaign()
    first = bank.open_team(buy, now=clock.now)
    others = [bank.join(first.team, now=clock.now) for _ in range(2)]
    bank.pay(first, how=Press.REFUSE, now=clock.now)
    for seat in others:
        bank.pay(seat, now=clock.now)

    assert failed_charges.drop_due(now=clock.tick(days=6)) == 0
    assert failed_charges.drop_due(now=clock.tick(days=2)) == 1

    assert bank.fresh(first).state == "dropped"
    assert bank.fresh(buy).seats_taken == 2
    bank.assert_sound(clock.now)


def test_a_late_answer_is_awaited_and_then_believed(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(first, how=Press.LATE, now=clock.now)
    assert states(first, bank.payment_of(first)) == ["held", "pending"]

    assert fake_checkout.send_due(now=clock.tick(seconds=25)) == 1

    assert states(first, bank.payment_of(first)) == ["authorised", "authorised"]


def test_silence_after_a_payment_is_unknown_until_the_bank_is_asked_again(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(first, how=Press.TIMEOUT, now=clock.now)
    assert states(first, bank.payment_of(first)) == ["held", "unknown"]

    bank.run_jobs(clock.tick(seconds=30))
    for _ in range(3):
        bank.run_jobs(clock.tick(seconds=30))

    assert states(first, bank.payment_of(first)) == ["authorised", "authorised"]
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("how", [Press.TWICE, Press.DISORDER])
def test_doubled_and_disordered_webhooks_end_like_one(clock, how):
    first = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(first, how=how, now=clock.now, comes_back=False)

    assert fake_checkout.send_due(now=clock.now) >= 2

    assert states(first, bank.payment_of(first)) == ["authorised", "authorised"]
    assert bank.fresh(first.team).confirmed == 1
    bank.assert_sound(clock.now)


def test_a_hold_that_runs_out_frees_the_place(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    second = bank.join(first.team, now=clock.now)
    bank.pay(first, now=clock.now)
    bank.pay(second, how=Press.EXPIRE, now=clock.now)
    assert bank.fresh(first.team).confirmed == 2

    bank.run_jobs(clock.tick(seconds=61))

    assert states(second, bank.payment_of(second)) == ["voided", "expired"]
    assert bank.fresh(first.team).confirmed == 1
    bank.assert_sound(clock.now)


def test_who_pays_after_the_hold_wins_the_place_back_if_there_is_room(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(first, now=clock.now)
    second = bank.join(first.team, now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    assert bank.fresh(second).state == "lapsed"

    bank.pay(second, now=clock.now)

    assert bank.fresh(second).state == "authorised"
    bank.assert_sound(clock.now)


def test_who_pays_while_the_checkout_is_being_closed_pays_nothing_and_has_no_place(clock, monkeypatch):
    first = bank.open_team(factories.campaign(), now=clock.now)
    mate = bank.join(first.team, now=clock.now)
    bank.pay(first, now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    with monkeypatch.context() as patched:
        patched.setattr(calling, "after_commit", lambda hook: None)  # it is ordered, and not yet made
        reconciling.sweep(now=clock.tick(minutes=30))

    bank.pay(mate, now=clock.now)
    assert states(mate, bank.payment_of(mate)) == ["lapsed", "voiding"]
    bank.run_jobs(clock.tick(minutes=1))

    assert states(mate, bank.payment_of(mate)) == ["lapsed", "voided"]
    assert (bank.charge_of(mate).held_minor, bank.charge_of(mate).captured_minor) == (0, 0)
    bank.assert_sound(clock.now)


def test_who_pays_too_late_for_a_full_team_pays_nothing(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    late = bank.join(first.team, now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    paying.again(actor=first.user, seat=first, now=clock.now) if bank.fresh(first).state == "held" else None
    fresh_team = bank.full_team(first.campaign, now=clock.now)
    assert fresh_team

    bank.pay(late, now=clock.now)
    bank.run_jobs(clock.now)

    assert bank.payment_of(late).state in ("voided", "abandoned")
    assert bank.charge_of(late).held_minor == bank.charge_of(late).captured_minor == 0
    bank.assert_sound(clock.now)


def test_a_checkout_that_nobody_uses_is_closed(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    reconciling.sweep(now=clock.now)
    assert bank.charge_of(first).state == "pending"

    bank.run_jobs(clock.tick(minutes=31))
    bank.run_jobs(clock.tick(minutes=1))

    assert bank.charge_of(first).state == "voided"
    assert bank.payment_of(first).state == "abandoned"
    with pytest.raises(fake_checkout.CheckoutOver):
        bank.pay(first, now=clock.now)


def test_a_capture_whose_answer_was_lost_is_not_made_twice(clock):
    buy = factories.campaign()
    first = bank.open_team(buy, now=clock.now)
    others = [bank.join(first.team, now=clock.now) for _ in range(2)]
    for seat in (first, *others):
        bank.pay(seat, now=clock.now, comes_back=False)
    charge = bank.charge_of(first)
    type(charge).objects.filter(pk=charge.pk).update(silent=0)
    fake_checkout.send_due(now=clock.now)
    assert {bank.charge_of(seat).captured_minor for seat in (first, *others)} == {8_000}

    calls = GatewayCall.objects.filter(kind="capture")
    assert calls.count() == 3
    calls.update(done_at=None)
    assert calling.perform_due(now=clock.tick(minutes=2)) == 3

    assert {bank.charge_of(seat).captured_minor for seat in (first, *others)} == {8_000}
    bank.assert_sound(clock.now)


def test_a_gateway_is_never_called_inside_a_transaction(clock):
    from django.db import transaction

    first = bank.open_team(factories.campaign(), now=clock.now)
    call = GatewayCall.objects.get(payment__seat=first)

    with pytest.raises(RuntimeError), transaction.atomic():
        calling.perform(call.pk, now=clock.now)


def test_two_tabs_pay_one_payment(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    reference = bank.charge_of(first).reference
    fake_checkout.press(reference=reference, how=Press.PAY, now=clock.now)

    with pytest.raises(fake_checkout.CheckoutOver):
        fake_checkout.press(reference=reference, how=Press.PAY, now=clock.now)
    reconciling.look(payment=bank.payment_of(first), now=clock.now)
    reconciling.look(payment=bank.payment_of(first), now=clock.now)

    assert bank.fresh(first.team).confirmed == 1


def test_leaving_lets_go_of_what_was_held(clock):
    first = bank.open_team(factories.campaign(), now=clock.now)
    second = bank.join(first.team, now=clock.now)
    for seat in (first, second):
        bank.pay(seat, now=clock.now)

    seats.leave(actor=second.user, seat=second, now=clock.now)

    assert states(second, bank.payment_of(second)) == ["left", "voided"]
    assert bank.charge_of(second).held_minor == 0
    bank.assert_sound(clock.now)


def test_a_strangers_seat_cannot_be_paid_by_its_id(clock):
    from lib import errors

    first = bank.open_team(factories.campaign(), now=clock.now)

    with pytest.raises(errors.NotFound):
        paying.again(actor=member("Other"), seat=first, now=clock.now)


def test_nobody_waits_for_a_settled_team(clock):
    everybody = bank.full_team(factories.campaign(), now=clock.now)

    assert {seat.state for seat in everybody} == {Seat.State.CAPTURED}
    assert teams.settle_due(now=clock.now) >= 0
    assert Refund.objects.count() == 0
    assert timedelta(0) <= calling.LEASE
