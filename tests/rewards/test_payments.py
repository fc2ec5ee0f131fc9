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
from tests.rewards import factories, town

pytestmark = pytest.mark.django_db(transaction=True)


def states(*rows: Any) -> list[str]:
    return [town.fresh(row).state for row in rows]


@pytest.mark.parametrize(("mode", "before"), [("hold", "authorised"), ("setup", "authorised"), ("prepay", "captured")])
def test_everybody_of_a_full_team_pays_its_tier_and_no_more(clock, mode, before):
    buy = factories.campaign(payment_mode=mode)
    first = town.open_team(buy, now=clock.now)
    town.pay(first, now=clock.now)
    assert states(first, town.payment_of(first)) == ["authorised", before]

    others = [town.join(first.team, now=clock.now) for _ in range(2)]
    for seat in others:
        town.pay(seat, now=clock.now)

    town.run_chores(clock.now)
    for seat in (first, *others):
        paid = town.payment_of(seat)
        assert (town.fresh(seat).state, paid.state) == ("captured", "captured")
        assert paid.net.minor == town.charge_of(seat).captured_minor == 8_000
    town.assert_sound(clock.now)


def test_who_prepays_the_most_gets_the_difference_to_the_tier_back(clock):
    buy = factories.campaign(payment_mode="prepay", completion="ratio", ratio_percent=60)
    first = town.open_team(buy, size=5, now=clock.now)
    everybody = [first, *(town.join(first.team, now=clock.now) for _ in range(4))]
    for seat in everybody:
        town.pay(seat, now=clock.now)

    town.run_chores(clock.now)
    paid = town.payment_of(first)
    assert (paid.captured_minor, paid.refunded_minor, paid.net.minor) == (8_000, 2_000, 6_000)
    assert town.fresh(first).state == "captured"
    assert list(paid.refunds.values_list("cause", "state")) == [("tier_price", "done")]
    town.assert_sound(clock.now)


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
def test_nobody_of_a_team_that_fails_has_paid_anything(clock, mode):
    buy = factories.campaign(payment_mode=mode)
    first = town.open_team(buy, now=clock.now)
    second = town.join(first.team, now=clock.now)
    town.pay(first, now=clock.now)
    town.pay(second, now=clock.now)

    town.run_chores(clock.tick(hours=49))
    town.run_chores(clock.tick(minutes=1))

    assert town.fresh(first.team).has_succeeded is False
    for seat in (first, second):
        assert town.payment_of(seat).net.minor == 0
        assert town.fresh(seat).state == ("refunded" if mode == "prepay" else "voided")
    town.assert_sound(clock.now)


def test_a_declined_card_may_be_followed_by_another(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    town.pay(first, how=Press.DECLINE, now=clock.now)
    assert states(first, town.payment_of(first)) == ["held", "declined"]

    again = paying.again(actor=first.user, seat=first, now=clock.now)
    assert paying.again(actor=first.user, seat=first, now=clock.now) == again
    town.pay(first, now=clock.now)

    assert Payment.objects.filter(seat=first).count() == 2
    assert town.fresh(first).state == "authorised"
    town.assert_sound(clock.now)


def test_a_charge_that_is_refused_can_be_mended_within_a_week(clock):
    buy = factories.campaign()
    first = town.open_team(buy, now=clock.now)
    others = [town.join(first.team, now=clock.now) for _ in range(2)]
    town.pay(first, how=Press.REFUSE, now=clock.now)
    for seat in others:
        town.pay(seat, now=clock.now)
    assert states(first, *others) == ["fix_needed", "captured", "captured"]

    paying.again(actor=first.user, seat=first, now=clock.tick(days=3))
    town.pay(first, now=clock.now)

    assert town.fresh(first).state == "captured"
    assert town.payment_of(first).net.minor == 8_000
    town.assert_sound(clock.now)


def test_a_charge_that_nobody_mends_gives_the_seat_back(clock):
    buy = factories.campaign()
    first = town.open_team(buy, now=clock.now)
    others = [town.join(first.team, now=clock.now) for _ in range(2)]
    town.pay(first, how=Press.REFUSE, now=clock.now)
    for seat in others:
        town.pay(seat, now=clock.now)

    assert failed_charges.drop_due(now=clock.tick(days=6)) == 0
    assert failed_charges.drop_due(now=clock.tick(days=2)) == 1

    assert town.fresh(first).state == "dropped"
    assert town.fresh(buy).seats_taken == 2
    town.assert_sound(clock.now)


def test_a_late_answer_is_awaited_and_then_believed(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    town.pay(first, how=Press.LATE, now=clock.now)
    assert states(first, town.payment_of(first)) == ["held", "pending"]

    assert fake_checkout.send_due(now=clock.tick(seconds=25)) == 1

    assert states(first, town.payment_of(first)) == ["authorised", "authorised"]


def test_silence_after_a_payment_is_unknown_until_the_bank_is_asked_again(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    town.pay(first, how=Press.TIMEOUT, now=clock.now)
    assert states(first, town.payment_of(first)) == ["held", "unknown"]

    town.run_chores(clock.tick(seconds=30))
    for _ in range(3):
        town.run_chores(clock.tick(seconds=30))

    assert states(first, town.payment_of(first)) == ["authorised", "authorised"]
    town.assert_sound(clock.now)


@pytest.mark.parametrize("how", [Press.TWICE, Press.DISORDER])
def test_doubled_and_disordered_webhooks_end_like_one(clock, how):
    first = town.open_team(factories.campaign(), now=clock.now)
    town.pay(first, how=how, now=clock.now, comes_back=False)

    assert fake_checkout.send_due(now=clock.now) >= 2

    assert states(first, town.payment_of(first)) == ["authorised", "authorised"]
    assert town.fresh(first.team).confirmed == 1
    town.assert_sound(clock.now)


def test_a_hold_that_runs_out_frees_the_place(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    second = town.join(first.team, now=clock.now)
    town.pay(first, now=clock.now)
    town.pay(second, how=Press.EXPIRE, now=clock.now)
    assert town.fresh(first.team).confirmed == 2

    town.run_chores(clock.tick(seconds=61))

    assert states(second, town.payment_of(second)) == ["voided", "expired"]
    assert town.fresh(first.team).confirmed == 1
    town.assert_sound(clock.now)


def test_who_pays_after_the_hold_wins_the_place_back_if_there_is_room(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    town.pay(first, now=clock.now)
    second = town.join(first.team, now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    assert town.fresh(second).state == "lapsed"

    town.pay(second, now=clock.now)

    assert town.fresh(second).state == "authorised"
    town.assert_sound(clock.now)


def test_who_pays_too_late_for_a_full_team_pays_nothing(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    late = town.join(first.team, now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    paying.again(actor=first.user, seat=first, now=clock.now) if town.fresh(first).state == "held" else None
    fresh_team = town.full_team(first.campaign, now=clock.now)
    assert fresh_team

    town.pay(late, now=clock.now)
    town.run_chores(clock.now)

    assert town.payment_of(late).state in ("voided", "abandoned")
    assert town.charge_of(late).held_minor == town.charge_of(late).captured_minor == 0
    town.assert_sound(clock.now)


def test_a_checkout_that_nobody_uses_is_closed(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    seats.lapse_due(now=clock.tick(minutes=11))
    reconciling.sweep(now=clock.now)
    assert town.charge_of(first).state == "pending"

    town.run_chores(clock.tick(minutes=31))
    town.run_chores(clock.tick(minutes=1))

    assert town.charge_of(first).state == "voided"
    assert town.payment_of(first).state == "abandoned"
    with pytest.raises(fake_checkout.CheckoutOver):
        town.pay(first, now=clock.now)


def test_a_capture_whose_answer_was_lost_is_not_made_twice(clock):
    buy = factories.campaign()
    first = town.open_team(buy, now=clock.now)
    others = [town.join(first.team, now=clock.now) for _ in range(2)]
    for seat in (first, *others):
        town.pay(seat, now=clock.now, comes_back=False)
    charge = town.charge_of(first)
    type(charge).objects.filter(pk=charge.pk).update(silent=0)
    fake_checkout.send_due(now=clock.now)
    assert {town.charge_of(seat).captured_minor for seat in (first, *others)} == {8_000}

    calls = GatewayCall.objects.filter(kind="capture")
    assert calls.count() == 3
    calls.update(done_at=None)
    assert calling.perform_due(now=clock.tick(minutes=2)) == 3

    assert {town.charge_of(seat).captured_minor for seat in (first, *others)} == {8_000}
    town.assert_sound(clock.now)


def test_a_gateway_is_never_called_inside_a_transaction(clock):
    from django.db import transaction

    first = town.open_team(factories.campaign(), now=clock.now)
    call = GatewayCall.objects.get(payment__seat=first)

    with pytest.raises(RuntimeError), transaction.atomic():
        calling.perform(call.pk, now=clock.now)


def test_two_tabs_pay_one_payment(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    reference = town.charge_of(first).reference
    fake_checkout.press(reference=reference, how=Press.PAY, now=clock.now)

    with pytest.raises(fake_checkout.CheckoutOver):
        fake_checkout.press(reference=reference, how=Press.PAY, now=clock.now)
    reconciling.look(payment=town.payment_of(first), now=clock.now)
    reconciling.look(payment=town.payment_of(first), now=clock.now)

    assert town.fresh(first.team).confirmed == 1


def test_leaving_lets_go_of_what_was_held(clock):
    first = town.open_team(factories.campaign(), now=clock.now)
    second = town.join(first.team, now=clock.now)
    for seat in (first, second):
        town.pay(seat, now=clock.now)

    seats.leave(actor=second.user, seat=second, now=clock.now)

    assert states(second, town.payment_of(second)) == ["left", "voided"]
    assert town.charge_of(second).held_minor == 0
    town.assert_sound(clock.now)


def test_a_strangers_seat_cannot_be_paid_by_its_id(clock):
    from lib import errors

    first = town.open_team(factories.campaign(), now=clock.now)

    with pytest.raises(errors.NotFound):
        paying.again(actor=member("Other"), seat=first, now=clock.now)


def test_nobody_waits_for_a_settled_team(clock):
    everybody = town.full_team(factories.campaign(), now=clock.now)

    assert {seat.state for seat in everybody} == {Seat.State.CAPTURED}
    assert teams.settle_due(now=clock.now) >= 0
    assert Refund.objects.count() == 0
    assert timedelta(0) <= calling.LEASE
