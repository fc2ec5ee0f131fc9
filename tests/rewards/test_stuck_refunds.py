"""Money that a bank does not give back: people are told, and it goes another way, agreed to by two, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from inbox import registry
from inbox.models import Notification
from lib import errors
from rewards import personal_rows
from rewards.models import Event, FakeCharge, GatewayCall, Payment, Refund
from rewards.payments import Outcome, Result, Unreachable
from rewards.selectors import fulfilment, orders, review, shelf
from rewards.services import proofs
from rewards.services.money import by_hand, calling, rechecks, reconciling, refunds, settling, stuck
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import bank, factories
from tests.rewards.browsing import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WAY = "Bank transfer of 3 May, number 4711"


@pytest.fixture
@kept
def order(clock: Any) -> Any:
    """A whole refund that the bank refuses, with owner and two of staff at hand."""
    editor = member("Editor")
    brand = factories.brand(editor=editor)
    seat: Any = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    FakeCharge.objects.update(keeps=True)
    seat.owner, seat.second, seat.third = brand.owner, factories.staff("Second"), factories.staff("Third")
    seat.editor = editor
    payment = bank.payment_of(seat)
    refunds.ask(by=brand.owner, payment=payment, amount_minor=8_000, reason="Came broken", now=clock.now)
    return seat


def days(clock: Any, number: int) -> None:
    for _day in range(number):
        reconciling.sweep(now=clock.tick(days=1, minutes=1))


def get_stuck(order: Any, clock: Any) -> Any:
    days(clock, stuck.TRIES - 1)
    return bank.payment_of(order)


def say(order: Any, clock: Any, by: Any = None, way: str = WAY) -> Refund:
    return by_hand.say(by=by or order.owner, payment=bank.payment_of(order), reference=way, now=clock.now)


def read(user: Any) -> list[str]:
    """Return what somebody is told of money, newest last."""
    kinds = ("refund_stuck", "refund_waits", "refund_answered", "buy_refunded", "money_taken_back")
    rows = Notification.objects.filter(recipient=user, kind__in=kinds).select_related("actor").order_by("pk")
    with translation.override("en"):
        found = [(registry.get(row.kind), row) for row in rows]
        return [kind.sentence(row.data, row.actor.display_name if row.actor else "") for kind, row in found if kind]


def test_after_five_refusals_the_bank_is_left_alone_and_people_are_told(order, clock):
    days(clock, stuck.TRIES - 2)
    assert (bank.payment_of(order).stuck_at, orders.find(user=order.user, public_id=order.public_id).state) == (
        None,
        "refunding",
    )
    assert orders.detail(user=order.user, public_id=order.public_id).order.money == "refused"

    days(clock, 3)

    payment = bank.payment_of(order)
    assert (payment.state, payment.refunds.count(), payment.stuck_at is None) == ("captured", stuck.TRIES, False)
    told = "The bank does not give back ¥80 for “Tea tin”. Send it to its buyer another way."
    assert read(order.owner) == ["The bank did not give back ¥80 for “Tea tin”.", told]
    assert read(order.second) == [told]
    assert read(order.user) == [
        "The bank does not give ¥80 for “Tea tin” back to you. The brand can send it another way."
    ]
    assert orders.detail(user=order.user, public_id=order.public_id).order.money == "stuck"
    assert [row.pk for row in review.stuck_payments(viewer=order.second)] == [payment.pk]
    assert [line.count for line in shelf.waiting(order.owner, order.campaign.brand)][:1] == [1]
    bank.assert_sound(clock.now)


def test_they_are_told_again_weekly_and_the_buyer_is_not(order, clock):
    get_stuck(order, clock)
    before = len(read(order.owner))

    assert stuck.tell_due(now=clock.tick(days=6)) == 0
    assert stuck.tell_due(now=clock.tick(days=1)) == 1
    assert stuck.tell_due(now=clock.now) == 0

    assert (len(read(order.owner)), len(read(order.user))) == (before + 1, 1)

    say(order, clock)
    asked = len(read(order.second))
    stuck.tell_due(now=clock.tick(days=7))

    assert (len(read(order.owner)), len(read(order.second))) == (before + 1, asked + 1)  # it may have gone already


def test_the_buyer_confirms_and_the_order_is_over_for_good(order, clock):
    get_stuck(order, clock)
    row = say(order, clock)
    assert say(order, clock) == row
    with pytest.raises(by_hand.SaidAlready):
        say(order, clock, way="Cash")
    assert read(order.user)[-1] == f"¥80 for “Tea tin” was sent to you another way: {WAY}. Has it come?"
    shown = fulfilment.order(campaign=order.campaign, public_id=order.public_id, may_ship=False)
    assert (shown.stuck.minor, shown.said, shown.can_be_refunded) == (8_000, row, False)
    days(clock, 2)
    assert bank.payment_of(order).refunds.count() == stuck.TRIES + 1  # nobody asks the bank meanwhile

    for _twice in range(2):
        by_hand.received(actor=order.user, seat=bank.fresh(order), now=clock.now)

    paid = bank.payment_of(order)
    assert (bank.fresh(order).state, paid.state, paid.refunded_minor, paid.stuck_at) == (
        "refunded",
        "refunded",
        8_000,
        None,
    )
    step = Event.objects.filter(kind="payment", row_id=paid.pk).latest("seq")
    assert (step.cause, step.actor, step.data["reference"]) == ("by_hand", order.user, WAY)
    assert read(order.user)[-1] == f"¥80 for “Tea tin” went back to you another way: {WAY}."
    assert read(order.owner)[-1].endswith("agreed: ¥80 for “Tea tin” went back another way.")
    assert list(personal_rows.orders_in_motion(order.user)) == []
    assert bank.fresh(order.campaign).seats_taken == 2
    bank.assert_sound(clock.now)


def test_else_a_second_person_of_staff_agrees_and_nobody_alone(order, clock):
    get_stuck(order, clock)
    row = say(order, clock, by=order.second)
    assert read(order.third)[-1] == (
        "Second says that ¥80 for “Tea tin” went back another way. A second person has to agree."
    )
    for person in (order.second, order.owner):
        with pytest.raises(refunds.NotYours):
            refunds.agree(by=person, refund=row, now=clock.now)
    with pytest.raises(errors.NotFound):
        by_hand.received(actor=order.owner, seat=bank.fresh(order), now=clock.now)

    refunds.agree(by=order.third, refund=row, now=clock.now)

    assert (bank.fresh(order).state, bank.fresh(row).agreed_by) == ("refunded", order.third)
    bank.assert_sound(clock.now)


def test_what_was_not_believed_is_owed_still(order, clock):
    get_stuck(order, clock)
    row = say(order, clock)

    refunds.refuse(by=order.second, refund=row, now=clock.now)

    assert (bank.fresh(order).state, bank.payment_of(order).stuck_at is None) == ("refunding", False)
    assert read(order.owner)[-1] == "Second does not agree that ¥80 for “Tea tin” went back another way."
    with pytest.raises(by_hand.NothingSaid):
        by_hand.received(actor=order.user, seat=bank.fresh(order), now=clock.now)
    assert say(order, clock).pk != row.pk
    bank.assert_sound(clock.now)


def test_who_may_and_when(order, clock):
    with pytest.raises(stuck.NotStuck):
        say(order, clock)
    get_stuck(order, clock)
    with pytest.raises(by_hand.ReferenceMissing):
        say(order, clock, way="  ")
    for stranger in (order.user, order.editor, member()):
        with pytest.raises(errors.HearthError):
            say(order, clock, by=stranger)
        with pytest.raises(errors.HearthError):
            stuck.retry(by=stranger, payment=bank.payment_of(order), now=clock.now)
    assert Refund.objects.exclude(reference="").count() == 0


def test_somebody_asks_the_bank_once_more(order, clock):
    payment = get_stuck(order, clock)
    stuck.retry(by=order.owner, payment=payment, now=clock.now)
    assert bank.payment_of(order).stuck_at is not None
    FakeCharge.objects.update(keeps=False)

    stuck.retry(by=order.second, payment=payment, now=clock.now)

    paid = bank.payment_of(order)
    assert (bank.fresh(order).state, paid.state, paid.stuck_at) == ("refunded", "refunded", None)
    with pytest.raises(stuck.NotStuck):
        say(order, clock)
    bank.assert_sound(clock.now)


def test_while_it_is_said_to_have_gone_another_way_nobody_asks_the_bank(order, clock):
    payment = get_stuck(order, clock)
    say(order, clock)

    with pytest.raises(stuck.NotStuck):
        stuck.retry(by=order.second, payment=payment, now=clock.now)


def test_a_difference_goes_another_way_too(clock):
    campaign = factories.campaign(payment_mode="prepay", completion="ratio", ratio_percent=60, sizes=(5,))
    seat: Any = bank.open_team(campaign, size=5, now=clock.now)
    mates = [bank.join(seat.team, now=clock.now) for _ in range(4)]
    for each in (seat, *mates):
        FakeCharge.objects.update(keeps=True)
        bank.pay(each, now=clock.now)
    FakeCharge.objects.exclude(pk=bank.charge_of(seat).pk).update(keeps=False)
    seat.owner = campaign.created_by
    get_stuck(seat, clock)
    owed = bank.payment_of(seat).net.minor - 6_000

    row = say(seat, clock)
    refunds.agree(by=factories.staff(), refund=row, now=clock.now)
    days(clock, 2)

    paid = bank.payment_of(seat)
    assert (row.amount_minor, paid.state, paid.net.minor, paid.stuck_at) == (owed, "captured", 6_000, None)
    assert bank.fresh(seat).state == "captured"
    bank.assert_sound(clock.now)


class Silent:
    """A bank that never answers."""

    def __getattr__(self, name: str) -> Any:
        def never(*args: Any, **more: Any) -> Any:
            raise Unreachable

        return never


@pytest.fixture
def silent(clock: Any, monkeypatch: Any) -> Any:
    """A refund for which the bank has not answered for two weeks."""
    brand = factories.brand()
    seat: Any = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    monkeypatch.setattr(calling, "gateway", lambda provider: Silent())
    seat.owner, seat.second = brand.owner, factories.staff("Second")
    refunds.ask(by=brand.owner, payment=bank.payment_of(seat), amount_minor=8_000, reason="Broken", now=clock.now)
    stuck.tell_due(now=clock.tick(days=13))
    assert bank.payment_of(seat).stuck_at is None
    stuck.tell_due(now=clock.tick(days=1))
    return seat


def answer(seat: Any, clock: Any, key: str) -> None:
    """Let the bank say at last that it gave it back."""
    found = Result(Outcome.CAPTURED, captured_minor=8_000, refunds={key: "done"})
    settling.heard(bank.payment_of(seat), found, now=clock.now)


def test_a_silent_bank_is_given_up_when_the_money_went_another_way(silent, clock):
    assert len(read(silent.owner)) == len(read(silent.user)) == 1
    call = GatewayCall.objects.get(kind="refund")
    GatewayCall.objects.filter(pk=call.pk).update(leased_until=clock.now + timedelta(seconds=30))
    with pytest.raises(stuck.BeingAsked):
        say(silent, clock)
    clock.tick(minutes=1)

    row = say(silent, clock)
    by_hand.received(actor=silent.user, seat=bank.fresh(silent), now=clock.now)

    assert (bank.fresh(silent).state, bank.fresh(row).state) == ("refunded", "done")
    assert calling.perform_due(now=clock.tick(days=1)) == 0
    bank.assert_sound(clock.now)

    for _twice in range(2):
        answer(silent, clock, call.key)

    paid = bank.payment_of(silent)
    assert (paid.state, paid.refunded_minor) == ("refunded", 8_000)
    assert read(silent.owner)[-1] == "The bank gave back ¥80 for “Tea tin” after all: its buyer has it twice."
    bank.assert_sound(clock.now)


def test_a_bank_that_wakes_up_first_overtakes_what_was_only_said(silent, clock):
    call = GatewayCall.objects.get(kind="refund")
    row = say(silent, clock)

    answer(silent, clock, call.key)

    assert (bank.fresh(silent).state, bank.fresh(row).state) == ("refunded", "refused")
    assert read(silent.owner)[-1] == "The bank gave back ¥80 for “Tea tin” after all."
    with pytest.raises(refunds.Decided):
        refunds.agree(by=silent.second, refund=row, now=clock.now)
    FakeCharge.objects.filter(payment=bank.payment_of(silent).public_id).update(
        refunds={call.key: {"amount": 8_000, "status": "done"}}
    )
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("amount", [8_000, 500])
def test_money_that_did_not_arrive_is_owed_again_and_goes_another_way(clock, amount):
    brand = factories.brand()
    seat: Any = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    seat.owner = brand.owner
    row = refunds.ask(
        by=brand.owner, payment=bank.payment_of(seat), amount_minor=amount, reason="Broken", now=clock.now
    )
    is_whole, book = amount == 8_000, bank.charge_of(seat)
    FakeCharge.objects.filter(pk=book.pk).update(refunds={row.key: {"amount": amount, "status": "failed"}})

    for _twice in range(2):
        reconciling.look(payment=bank.payment_of(seat), now=clock.tick(days=4))

    paid = bank.payment_of(seat)
    assert (bank.fresh(row).state, paid.state, paid.refunded_minor) == ("failed", "captured", 0)
    assert (bank.fresh(seat).state, paid.stuck_at is not None) == (
        ("refunding", True) if is_whole else ("captured", False)
    )
    assert "The bank did not give back" in "".join(read(brand.owner))
    bank.assert_sound(clock.now)
    if is_whole:
        say(seat, clock)
        by_hand.received(actor=seat.user, seat=bank.fresh(seat), now=clock.now)
        assert bank.fresh(seat).state == "refunded"
        bank.assert_sound(clock.now)


def test_what_the_bank_gave_back_is_asked_about_daily_for_a_month(clock, monkeypatch):
    seat: Any = bank.full_team(factories.campaign(brand := factories.brand()), now=clock.now)[0]
    paid = bank.payment_of(seat)
    row = refunds.ask(by=brand.owner, payment=paid, amount_minor=8_000, reason="Broken", now=clock.now)
    look, asked = reconciling.look, []
    monkeypatch.setattr(
        reconciling, "look", lambda payment, now: (asked.append(payment.pk), look(payment=payment, now=now))
    )

    def ask(**later: float) -> int:
        asked.clear()
        rechecks.ask_again(now=clock.tick(**later))
        return asked.count(paid.pk)

    assert (bank.payment_of(seat).state, bank.fresh(row).state) == ("refunded", "done")
    assert [ask(hours=1), ask(hours=24), ask(minutes=5), ask(hours=24)] == [0, 1, 0, 1]
    assert ask(days=29) == 0

    Refund.objects.filter(pk=row.pk).update(done_at=clock.now - timedelta(days=20))
    FakeCharge.objects.filter(pk=bank.charge_of(seat).pk).update(
        refunds={row.key: {"amount": 8_000, "status": "failed"}}
    )
    assert ask(hours=1) == 1
    assert (bank.fresh(row).state, bank.fresh(seat).state) == ("failed", "refunding")
    bank.assert_sound(clock.now)


def test_what_the_bank_took_by_itself_or_went_past_it_is_asked_about_no_more(clock):
    seat: Any = bank.full_team(factories.campaign(brand := factories.brand()), now=clock.now)[0]
    paid = bank.payment_of(seat)
    row = refunds.ask(by=brand.owner, payment=paid, amount_minor=8_000, reason="Broken", now=clock.now)
    Payment.objects.exclude(pk=paid.pk).update(watched_at=clock.tick(days=2))

    for changes in ({"cause": "chargeback"}, {"reference": "cash"}):
        Refund.objects.filter(pk=row.pk).update(**{"cause": "brand", "reference": ""} | changes)
        assert rechecks.ask_again(now=clock.now) == 0
    Refund.objects.filter(pk=row.pk).update(cause="brand", reference="")
    assert rechecks.ask_again(now=clock.now) == 1


def test_a_charge_without_an_answer_is_found_and_asked_for_however_often_it_was(clock, monkeypatch):
    seat = bank.full_team(factories.campaign(), now=clock.now)[0]
    call = GatewayCall.objects.get(payment__seat=seat, kind="capture")
    GatewayCall.objects.filter(pk=call.pk).update(done_at=None, attempts=32_767)  # as many as the column holds
    found = [name for name, differences in proofs.check(now=clock.now) if differences]
    assert found == ["no gateway call waits for more than a day"]

    assert calling.perform(call.pk, now=clock.now)

    bank.assert_sound(clock.now)


def test_on_pages_one_says_how_and_the_buyer_confirms(order, clock):
    get_stuck(order, clock)
    at = [order.campaign.brand.slug, order.campaign.public_id, order.public_id]
    owner, buyer, staff = (signed_in(each) for each in (order.owner, order.user, order.second))
    mine, theirs = reverse("rewards:order", args=[order.public_id]), reverse("rewards:console-order", args=at)

    assert "The bank does not give it back" in buyer.get(mine).content.decode()
    assert order.campaign.name in staff.get(reverse("rewards:review-refunds")).content.decode()
    assert owner.post(reverse("rewards:console-refund-by-hand", args=at), {"reference": " "}).status_code == 422
    assert owner.post(reverse("rewards:console-refund-again", args=at)).url == theirs
    assert owner.post(reverse("rewards:console-refund-by-hand", args=at), {"reference": WAY}).url == theirs
    for page in (buyer.get(mine), owner.get(theirs), staff.get(reverse("rewards:review-refunds"))):
        assert WAY in page.content.decode()
    assert buyer.post(reverse("rewards:order-received", args=[order.public_id])).url == mine
    assert bank.fresh(order).state == "refunded"
    assert WAY in buyer.get(mine).content.decode()
