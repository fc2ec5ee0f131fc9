"""What a bank gives back unasked: at its own desk, or because the buyer's bank took it."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from inbox import registry
from inbox.models import Notification
from rewards.models import Event, FakeCharge, FakeNotice, Payment, Refund
from rewards.payments import Cause, Outcome, Result, TakenBack, fake
from rewards.services.buying import seats
from rewards.services.money import calling, fake_checkout, rechecks, reconciling, refunds, repaying, settling
from rewards.services.money.fake_checkout import Press
from tests.kept_scenes import kept
from tests.rewards import bank, factories, scenes

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE, PART = TakenBack("re_1", 8_000, Cause.GATEWAY), TakenBack("re_2", 3_000, Cause.GATEWAY)


@pytest.fixture
@kept
def order(clock: Any) -> Any:
    """A paid seat with its brand's owner and somebody of staff at hand."""
    brand = factories.brand()
    staff = factories.staff()
    seat: Any = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    seat.owner, seat.staff = brand.owner, staff
    return seat


def hear(seat: Any, clock: Any, *found: TakenBack, **more: Any) -> Payment:
    """Let the gateway say what it took back, beside what was charged."""
    payment = bank.payment_of(seat)
    said = {"captured_minor": payment.captured_minor, "reference": payment.reference} | more
    return settling.heard(payment, Result(Outcome.CAPTURED, taken_back=found, **said), now=clock.now)


def at_the_bank(seat: Any, clock: Any, cause: Cause, amount: int) -> None:
    """Take money back in the fake bank's own books, which then sends a webhook."""
    with transaction.atomic():
        charge = FakeCharge.objects.select_for_update().get(pk=bank.charge_of(seat).pk)
        assert fake.take_back(charge, cause, amount, clock.now)


def read(user: Any) -> list[str]:
    rows = Notification.objects.filter(recipient=user, kind="money_taken_back").order_by("pk")
    with translation.override("en"):
        return [registry.get(row.kind).sentence(row.data, "") for row in rows]


@pytest.mark.parametrize("cause", list(Cause))
def test_what_went_back_at_the_bank_ends_the_order_as_a_whole_refund_does(order, clock, cause):
    at_the_bank(order, clock, cause, 8_000)

    bank.run_jobs(clock.tick(seconds=5))

    paid, row = bank.payment_of(order), Refund.objects.get()
    assert (bank.fresh(order).state, paid.state, paid.refunded_minor) == ("refunded", "refunded", 8_000)
    assert (row.cause, row.state, row.amount_minor, row.asked_by) == (cause, "done", 8_000, None)
    assert row.key == f"fake:{bank.charge_of(order).taken_back[0]['id']}"
    assert bank.fresh(order.campaign).seats_taken == 2
    bank.assert_sound(clock.now)


def test_a_part_that_went_back_leaves_the_order(order, clock):
    at_the_bank(order, clock, Cause.GATEWAY, 500)

    bank.run_jobs(clock.tick(seconds=5))

    assert (bank.fresh(order).state, bank.payment_of(order).net.minor) == ("captured", 7_500)
    bank.assert_sound(clock.now)


def test_told_twice_it_is_booked_once(order, clock):
    for _again in range(2):
        hear(order, clock, PART)
        hear(order, clock)  # an answer that is older

    assert (Refund.objects.count(), bank.payment_of(order).refunded_minor) == (1, 3_000)


PARTS = [TakenBack(f"x_{number}", amount, Cause.GATEWAY) for number, amount in enumerate((1_000, 3_000, 4_000))]


@pytest.mark.parametrize("way", list(permutations(PARTS)))
def test_in_any_order_it_ends_alike(order, clock, way):
    for number in range(1, 4):
        hear(order, clock, *way[:number])

    assert (bank.payment_of(order).refunded_minor, bank.fresh(order).state) == (8_000, "refunded")
    assert Refund.objects.count() == 3


def test_the_owner_and_staff_hear_of_it_once_and_the_buyer_of_the_money(order, clock):
    for _again in range(2):
        hear(order, clock, WHOLE)

    said = ["¥80 for “Tea tin” was given back at the bank, not from here. The order was changed."]
    assert read(order.owner) == read(order.staff) == said
    assert read(order.user) == []
    assert Notification.objects.filter(recipient=order.user, kind="buy_refunded").count() == 1


def test_a_dispute_changes_nothing_until_it_is_lost(order, clock):
    open_one = TakenBack("dp_1", 8_000, Cause.CHARGEBACK, "pending")
    for _again in range(2):
        hear(order, clock, open_one)
    assert (bank.fresh(order).state, Refund.objects.count()) == ("captured", 0)
    asks = "A buyer's bank asks for ¥80 for “Tea tin” back. Answer it at your payment provider."
    assert read(order.owner) == [asks]

    hear(order, clock, TakenBack("dp_1", 8_000, Cause.CHARGEBACK))

    assert (bank.fresh(order).state, bank.payment_of(order).state) == ("refunded", "refunded")
    assert read(order.owner) == [asks, "The buyer's bank took back ¥80 for “Tea tin”. The order was changed."]


def test_a_dispute_that_was_won_leaves_no_trace(order, clock):
    hear(order, clock, TakenBack("dp_1", 8_000, Cause.CHARGEBACK, "failed"))

    assert (bank.fresh(order).state, Refund.objects.count(), read(order.owner)) == ("captured", 0, [])


def test_more_than_there_was_is_told_and_not_booked(order, clock):
    hear(order, clock, PART, TakenBack("dp_1", 8_000, Cause.CHARGEBACK))  # a bank may take the whole after a part

    assert bank.payment_of(order).refunded_minor == 8_000
    assert sorted(Refund.objects.values_list("amount_minor", flat=True)) in ([3_000, 5_000], [8_000])
    assert len(read(order.owner)) == 2


def test_a_parcel_that_was_sent_keeps_its_stock(order, clock):
    scenes.address(order)
    seats.fulfil(actor=order.owner, seat=order, note="SF", now=clock.now)
    at_the_bank(order, clock, Cause.CHARGEBACK, 8_000)

    bank.run_jobs(clock.tick(seconds=5))

    assert (bank.fresh(order).state, bank.fresh(order.campaign).seats_taken) == ("refunded", 3)
    bank.assert_sound(clock.now)


def test_a_refund_that_waits_for_more_than_is_left_is_refused(order, clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 0}
    fits, too_much = (
        refunds.ask(by=order.owner, payment=bank.payment_of(order), amount_minor=amount, reason="Dent", now=clock.now)
        for amount in (4_000, 3_000)
    )

    hear(order, clock, PART)

    assert (bank.fresh(fits).state, bank.fresh(too_much).state) == ("asked", "refused")
    assert repaying.left_of(bank.payment_of(order)) == 1_000


def test_our_own_refund_on_its_way_comes_first(order, clock, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(calling, "after_commit", lambda hook: None)  # not sent yet
        refunds.ask(by=order.owner, payment=bank.payment_of(order), amount_minor=8_000, reason="Broken", now=clock.now)
    at_the_bank(order, clock, Cause.GATEWAY, 8_000)

    hear(order, clock, WHOLE)
    assert Refund.objects.count() == 1
    for _ in range(3):
        bank.run_jobs(clock.tick(seconds=90))

    assert bank.payment_of(order).refunded_minor == 8_000
    assert (bank.fresh(order).state, bank.payment_of(order).state) == ("refunded", "refunded")
    bank.assert_sound(clock.now)


def test_who_prepaid_and_took_it_back_has_no_place_while_the_team_forms(clock):
    campaign = factories.campaign(payment_mode="prepay")
    first = bank.open_team(campaign, now=clock.now)
    second = bank.join(first.team, now=clock.now)
    for seat in (first, second):
        bank.pay(seat, now=clock.now)

    at_the_bank(first, clock, Cause.CHARGEBACK, 10_000)
    bank.run_jobs(clock.tick(seconds=5))

    team = bank.fresh(first.team)
    assert (bank.fresh(first).state, bank.payment_of(first).state) == ("refunded", "refunded")
    assert (team.state, team.seats_taken, team.confirmed, team.captain_id) == ("forming", 1, 1, second.user_id)
    assert bank.fresh(campaign).seats_taken == 1
    bank.assert_sound(clock.now)


def test_alone_in_a_team_it_ends_with_its_captain(clock):
    first = bank.open_team(factories.campaign(payment_mode="prepay"), now=clock.now)
    bank.pay(first, how=Press.CHARGE_BACK, now=clock.now)

    bank.run_jobs(clock.tick(seconds=21))

    assert (bank.fresh(first).state, bank.fresh(first.team).has_succeeded) == ("refunded", False)
    bank.assert_sound(clock.now)


@kept
def captain_who_paid(clock: Any, **terms: Any) -> list[Any]:
    """Return the seats of a full team, of which the captain's alone is paid."""
    campaign = factories.campaign(**terms)
    (size,) = campaign.sizes
    first = bank.open_team(campaign, size=size, now=clock.now)
    mates = [bank.join(first.team, now=clock.now) for _ in range(size - 1)]
    bank.pay(first, now=clock.now)
    return [first, *mates]


@pytest.mark.parametrize(("part", "net"), [(500, 6_000), (2_000, 6_000), (7_000, 1_000)])
def test_a_part_taken_back_counts_towards_the_difference_to_the_price(clock, part, net):
    first, *mates = captain_who_paid(clock, payment_mode="prepay", completion="ratio", ratio_percent=60, sizes=(5,))
    at_the_bank(first, clock, Cause.GATEWAY, part)
    fake_checkout.send_due(now=clock.now)
    for mate in mates:
        bank.pay(mate, now=clock.now)

    for days in (0, 2, 2):
        bank.run_jobs(clock.tick(days=days, seconds=5))

    assert (bank.fresh(first).state, bank.payment_of(first).net.minor) == ("captured", net)
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
@pytest.mark.parametrize(("how", "cause"), [(Press.GIVE_BACK, "gateway"), (Press.CHARGE_BACK, "chargeback")])
def test_the_fake_bank_does_it_when_told_to(clock, mode, how, cause):
    first, mate = captain_who_paid(clock, payment_mode=mode, sizes=(2,))
    assert how in fake_checkout.choices(bank.charge_of(mate), with_chaos=True)
    bank.pay(mate, how=how, now=clock.now)
    assert bank.fresh(mate).state == "captured"

    bank.run_jobs(clock.tick(seconds=21))

    assert bank.fresh(mate).state == "refunded"
    assert bank.payment_of(mate).refunds.filter(cause=cause, state="done").exists()
    assert bank.fresh(first).state == "captured"
    bank.assert_sound(clock.now)


def test_a_lost_webhook_changes_nothing(order, clock):
    at_the_bank(order, clock, Cause.CHARGEBACK, 8_000)
    FakeNotice.objects.all().delete()
    bank.run_jobs(clock.tick(minutes=1))
    assert bank.fresh(order).state == "captured"

    rechecks.ask_again(now=clock.tick(days=1))

    assert bank.fresh(order).state == "refunded"
    bank.assert_sound(clock.now)


def test_every_charge_is_asked_about_once_a_day_in_batches_and_no_longer_than_banks_take_back(
    order, clock, monkeypatch
):
    monkeypatch.setattr(rechecks, "BATCH", 2)
    asked: list[int] = []
    monkeypatch.setattr(reconciling, "look", lambda payment, now: asked.append(payment.pk))

    assert [rechecks.ask_again(now=clock.now) for _ in range(3)] == [2, 1, 0]
    assert sorted(asked) == sorted(Payment.objects.values_list("pk", flat=True))
    assert rechecks.ask_again(now=clock.tick(days=1)) == 2
    assert rechecks.ask_again(now=clock.now + rechecks.WATCHED) == 0


def test_one_that_cannot_be_asked_does_not_hold_up_the_others(order, clock, monkeypatch):
    first = Payment.objects.order_by("pk")[0]

    def look(payment: Payment, now: Any) -> None:
        if payment == first:
            raise RuntimeError("broken row")

    monkeypatch.setattr(reconciling, "look", look)
    assert rechecks.ask_again(now=clock.now) == 2
    assert Payment.objects.filter(watched_at__gte=clock.now - timedelta(seconds=1)).count() == 3


def test_the_log_of_it_adds_up_and_says_why(order, clock):
    hear(order, clock, PART)

    log = Event.objects.filter(kind="payment", row_id=bank.payment_of(order).pk).order_by("-seq")[:2]
    assert [(event.after, event.cause) for event in log] == [("captured", "gateway"), ("refunding", "gateway")]
    assert log[0].data == {"refunded_minor": 3_000}


@pytest.mark.parametrize("has_left", [False, True])
def test_what_was_charged_by_hand_at_the_bank_while_it_was_let_go_of_goes_back(clock, has_left):
    campaign = factories.campaign(factories.brand())
    seat = bank.open_team(campaign, now=clock.now)
    bank.pay(seat, now=clock.now)
    charge = bank.charge_of(seat)
    FakeCharge.objects.filter(pk=charge.pk).update(state="captured", held_minor=0, captured_minor=charge.amount_minor)
    if has_left:
        seats.leave(actor=seat.user, seat=bank.fresh(seat), now=clock.now)
    else:
        clock.tick(days=30)

    for _ in range(6):
        bank.run_jobs(clock.tick(minutes=10))

    payment, charge = bank.payment_of(seat), bank.charge_of(seat)
    assert (payment.state, payment.captured_minor) == ("refunded", charge.amount_minor)
    assert charge.back_minor == charge.amount_minor
    assert bank.fresh(seat).state == ("left" if has_left else "refunded")
    bank.assert_sound(clock.now)
