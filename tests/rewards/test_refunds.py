"""Refunds that people decide: at once below the limit, by two people above it, and never more than was charged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lib import errors
from rewards.models import FakeCharge, Refund, Seat
from rewards.payments import fake
from rewards.services.buying import seats
from rewards.services.money import by_hand, calling, reconciling, refunds, repaying
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import bank, couponing, factories, scenes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
@kept
def order(clock) -> Any:
    """A paid seat, with its payment and its brand's owner at hand."""
    brand = factories.brand()
    seat: Any = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    seat.payment, seat.owner = bank.payment_of(seat), brand.owner
    return seat


def ask(order: Any, by: Any, amount: int, now: Any, reason: str = "Came broken") -> Refund:
    return refunds.ask(by=by, payment=bank.payment_of(order), amount_minor=amount, reason=reason, now=now)


def test_a_part_goes_back_at_once_and_the_order_stands(order, clock):
    row = ask(order, order.owner, 500, clock.now)

    paid = bank.payment_of(order)
    assert (bank.fresh(row).state, paid.state, paid.refunded_minor) == ("done", "captured", 500)
    assert bank.fresh(order).state == "captured"
    assert bank.charge_of(order).refunds[row.key] == {"amount": 500, "status": "done"}
    bank.assert_sound(clock.now)


def test_a_whole_refund_ends_the_order_and_gives_its_stock_back(order, clock):
    ask(order, order.owner, 8_000, clock.now)

    assert (bank.fresh(order).state, bank.payment_of(order).state) == ("refunded", "refunded")
    assert bank.fresh(order.campaign).seats_taken == 2
    bank.assert_sound(clock.now)


def test_parts_that_make_a_whole_end_the_order_too(order, clock):
    for amount in (3_000, 5_000):
        ask(order, order.owner, amount, clock.now)

    assert bank.fresh(order).state == "refunded"
    bank.assert_sound(clock.now)


def test_a_parcel_that_was_sent_gives_no_stock_back(order, clock):
    scenes.address(order)
    seats.fulfil(actor=order.owner, seat=order, note="SF 123", now=clock.now)
    ask(order, order.owner, 8_000, clock.now)

    assert bank.fresh(order).state == "refunded"
    assert bank.fresh(order.campaign).seats_taken == 3
    bank.assert_sound(clock.now)


def test_above_the_limit_nothing_moves_until_a_second_person_of_staff_agrees(order, clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    row = ask(order, order.owner, 8_000, clock.now)
    assert (row.state, bank.payment_of(order).state, bank.fresh(order).state) == ("asked", "captured", "captured")

    refunds.agree(by=factories.staff(), refund=row, now=clock.now)

    assert (bank.fresh(row).state, bank.payment_of(order).state) == ("done", "refunded")
    bank.assert_sound(clock.now)


def test_a_big_refund_cannot_be_cut_into_small_ones(order, clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}

    assert ask(order, order.owner, 3_000, clock.now).state == "sent"
    assert ask(order, order.owner, 3_000, clock.now).state == "asked"


def test_who_asked_is_not_the_second_person(order, clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    one = factories.staff()
    row = ask(order, one, 8_000, clock.now)

    for stranger in (one, order.owner, member()):
        with pytest.raises(refunds.NotYours):
            refunds.agree(by=stranger, refund=row, now=clock.now)

    assert (bank.fresh(row).state, bank.payment_of(order).refunded_minor) == ("asked", 0)


def test_somebody_who_works_for_the_brand_is_no_second_person_even_of_staff(clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    insider = factories.staff()
    brand = factories.brand(editor=insider)
    seat = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    row = ask(seat, brand.owner, 8_000, clock.now)

    with pytest.raises(refunds.NotYours):
        refunds.agree(by=insider, refund=row, now=clock.now)


def test_a_refused_refund_frees_the_money_for_another(order, clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    row = ask(order, order.owner, 8_000, clock.now)
    with pytest.raises(repaying.TooMuch):
        ask(order, order.owner, 1, clock.now)

    refunds.refuse(by=factories.staff(), refund=row, now=clock.now)

    assert ask(order, order.owner, 4_000, clock.now).state == "sent"
    with pytest.raises(refunds.Decided):
        refunds.agree(by=factories.staff(), refund=row, now=clock.now)


def test_who_asked_may_take_it_back(order, clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    row = ask(order, order.owner, 8_000, clock.now)

    assert refunds.refuse(by=order.owner, refund=row, now=clock.now).state == "refused"


@pytest.mark.parametrize("amount", [0, -1, 8_001])
def test_no_more_goes_back_than_was_charged(order, clock, amount):
    with pytest.raises(repaying.TooMuch):
        ask(order, order.owner, amount, clock.now)


def test_no_more_exact_amount_goes_back_than_banks_move(clock):
    brand = factories.brand()
    ladder = ((2, 9_000), (3, 8_000))
    order = bank.full_team(factories.campaign(brand, currency="KWD", ladder=ladder), now=clock.now)[0]

    with pytest.raises(errors.Invalid) as refused:
        ask(order, brand.owner, 1_005, clock.now)
    ask(order, brand.owner, 1_010, clock.now)

    assert "steps of" in str(refused.value.fields["amount"])
    assert bank.payment_of(order).refunded_minor == 1_010


def test_a_refund_needs_a_reason_and_a_right(order, clock):
    with pytest.raises(refunds.ReasonMissing):
        ask(order, order.owner, 500, clock.now, reason="  ")
    with pytest.raises(errors.HearthError):
        ask(order, member(), 500, clock.now)
    assert Refund.objects.count() == 0


def test_what_was_only_held_cannot_be_refunded(clock):
    brand = factories.brand()
    seat = bank.open_team(factories.campaign(brand), now=clock.now)
    bank.pay(seat, now=clock.now)

    with pytest.raises(repaying.NothingToRefund):
        ask(seat, brand.owner, 100, clock.now)


def test_a_refund_that_the_bank_refuses_is_tried_again_a_day_later(order, clock, monkeypatch):
    book = bank.charge_of(order)
    FakeCharge.objects.filter(pk=book.pk).update(captured_minor=0)  # the bank says no
    ask(order, order.owner, 8_000, clock.now)
    assert (bank.fresh(order).state, bank.payment_of(order).state) == ("refunding", "captured")
    FakeCharge.objects.filter(pk=book.pk).update(captured_minor=8_000)

    assert reconciling.sweep(now=clock.tick(hours=23)) == 0
    assert reconciling.sweep(now=clock.tick(hours=2)) == 1

    assert (bank.fresh(order).state, bank.payment_of(order).state) == ("refunded", "refunded")
    assert list(Refund.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "done"]
    assert bank.fresh(order).state == Seat.State.REFUNDED
    bank.assert_sound(clock.now)


def prepaid(clock: Any, size: int = 3) -> Any:
    """Return the captain's prepaid seat of a team that still forms, with its brand's owner at hand."""
    brand = factories.brand()
    seat: Any = bank.open_team(factories.campaign(brand, payment_mode="prepay"), size=size, now=clock.now)
    bank.pay(seat, now=clock.now)
    seat.owner = brand.owner
    return seat


@pytest.mark.parametrize("amount", [100, 8_000])
def test_nothing_is_given_back_by_hand_while_the_team_forms(clock, amount):
    seat = prepaid(clock)

    with pytest.raises(refunds.StillForming):
        ask(seat, seat.owner, amount, clock.now)

    assert (bank.fresh(seat).state, Refund.objects.count()) == ("authorised", 0)
    bank.assert_sound(clock.now)


def test_nobody_gives_money_back_to_themselves(clock, settings):
    buyer = factories.staff()
    brand = factories.brand()
    campaign = factories.campaign(brand)
    seat = bank.open_team(campaign, buyer, now=clock.now)
    for each in (seat, bank.join(seat.team, now=clock.now), bank.join(seat.team, now=clock.now)):
        bank.pay(each, now=clock.now)

    with pytest.raises(by_hand.OwnOrder):
        ask(seat, buyer, 500, clock.now)
    settings.HEARTH_REFUND_LIMITS = {"CNY": 100}
    row = ask(seat, brand.owner, 500, clock.now)
    with pytest.raises(by_hand.OwnOrder):
        refunds.agree(by=buyer, refund=row, now=clock.now)

    assert (bank.fresh(row).state, bank.payment_of(seat).refunded_minor) == ("asked", 0)


def test_the_same_request_twice_gives_back_once(order, clock):
    def once(key: str) -> Refund:
        payment = bank.payment_of(order)
        return refunds.ask(by=order.owner, payment=payment, amount_minor=500, reason="Dent", key=key, now=clock.now)

    first = once("form-1")

    assert once("form-1") == first
    assert once("form-2") != first
    assert bank.payment_of(order).refunded_minor == 1_000


def test_a_reason_that_no_database_can_keep_is_refused(order, clock):
    for reason in ("Dent\x00", "Dent \ud800", "x" * 501):
        with pytest.raises(errors.Invalid):
            ask(order, order.owner, 500, clock.now, reason=reason)


def test_money_of_somebody_who_left_is_sent_again_when_the_bank_refused_it(clock):
    seat = prepaid(clock)
    book = bank.charge_of(seat)
    FakeCharge.objects.filter(pk=book.pk).update(captured_minor=0)  # the bank says no
    seats.leave(actor=seat.user, seat=seat, now=clock.now)
    assert (bank.fresh(seat).state, bank.payment_of(seat).state) == ("left", "captured")
    FakeCharge.objects.filter(pk=book.pk).update(captured_minor=8_000)
    bank.assert_sound(clock.now)

    bank.run_jobs(clock.tick(days=1, hours=1))

    assert (bank.payment_of(seat).state, bank.payment_of(seat).refunded_minor) == ("refunded", 8_000)
    bank.assert_sound(clock.now)


def test_the_difference_to_the_price_is_sent_again_when_the_bank_refused_it(clock):
    campaign = factories.campaign(payment_mode="prepay", completion="ratio", ratio_percent=60, sizes=(5,))
    code = couponing.code_of(couponing.coupon(campaign))
    seat = bank.open_team(campaign, size=5, coupons=[code], now=clock.now)
    mates = [bank.join(seat.team, now=clock.now) for _ in range(4)]
    for each in (seat, *mates[:3]):
        bank.pay(each, now=clock.now)
    book = bank.charge_of(seat)
    FakeCharge.objects.filter(pk=book.pk).update(captured_minor=0)  # the bank says no
    bank.pay(mates[3], now=clock.now)
    assert (bank.payment_of(seat).state, bank.payment_of(seat).net.minor) == ("captured", 7_000)
    FakeCharge.objects.filter(pk=book.pk).update(captured_minor=7_000)
    bank.assert_sound(clock.now)  # it waits for a better day: nobody need look into it

    assert reconciling.sweep(now=clock.tick(hours=23)) == 0
    assert reconciling.sweep(now=clock.tick(hours=2)) == 1
    assert reconciling.sweep(now=clock.tick(days=2)) == 0

    assert (bank.payment_of(seat).state, bank.payment_of(seat).net.minor) == ("captured", 5_000)
    bank.assert_sound(clock.now)


def test_one_of_two_refunds_that_is_through_leaves_the_other_on_its_way(order, clock, monkeypatch):
    monkeypatch.setattr(calling, "after_commit", lambda hook: None)  # nobody has asked the bank yet
    first, second = (ask(order, order.owner, amount, clock.now) for amount in (500, 700))
    payment = bank.payment_of(order)
    assert not calling.perform(payment.calls.get(key=second.key).pk, now=clock.now)  # each in its turn

    assert calling.perform(payment.calls.get(key=first.key).pk, now=clock.now)

    assert (bank.fresh(payment).state, bank.fresh(first).state, bank.fresh(second).state) == (
        "refunding",
        "done",
        "sent",
    )
    bank.assert_sound(clock.now)
    calling.perform_due(now=clock.now)
    assert (bank.fresh(payment).state, bank.fresh(payment).refunded_minor) == ("captured", 1_200)


class SlowBank(fake.Fake):
    """A bank whose refunds take days, and that forgets keys after one: to ask again is to give back again."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def refund(self, ask: Any, *, amount_minor: int, key: str, now: Any) -> Any:
        self.asked.append(key)
        return self.query(ask, now=now)

    def query(self, ask: Any, *, now: Any) -> Any:
        return replace(super().query(ask, now=now), refunds=dict.fromkeys(self.asked, "pending"))


def test_a_refund_that_the_bank_is_still_making_is_not_ordered_a_second_time(order, clock, monkeypatch):
    slow = SlowBank()
    monkeypatch.setattr(calling, "gateway", lambda provider: slow)
    row = ask(order, order.owner, 500, clock.now)

    for _day in range(3):
        calling.perform_due(now=clock.tick(days=1))

    assert slow.asked == [row.key]
    assert (bank.fresh(row).state, bank.payment_of(order).state) == ("sent", "refunding")
