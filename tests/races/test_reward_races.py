"""Many hands on the catalogue: the last scarce benefit, one balance, one key, one code, one answer."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError
from django.db.models import F

from gamify.models import Account, Hold
from gamify.services import holds
from lib import clock as time
from rewards.models import Redemption, Reward, RewardCode
from rewards.services.catalogue import answering, issuing, redeeming, stock
from tests import books
from tests.gamify.conftest import economy  # noqa: F401
from tests.races.hands import at_once, meet, unlock
from tests.rewards.redeeming import redeemed, reward, rich, spark

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]
HANDS = 12


def want(user, of, key):
    return redeeming.redeem(actor=user, reward=of, key=key, now=time.now())


def test_of_twelve_who_want_the_last_benefit_one_has_it():
    people, of = [rich(f"P{number}", days=1) for number in range(HANDS)], reward(stock=1)

    granted, refused = at_once(lambda number: want(people[number], of, "my last wish"), HANDS)

    assert len(granted) == 1
    assert {type(error) for error in refused} == {redeeming.Shut}
    books.everything_agrees()


@pytest.mark.production_only
def test_without_the_lock_and_the_guard_the_database_still_refuses_a_second(monkeypatch):
    """The negative control: who looked first and counted afterwards runs into the constraint."""
    people, of = [rich(f"P{number}", days=1) for number in range(6)], reward(stock=1)
    unlock(monkeypatch)
    monkeypatch.setattr(stock, "claim", lambda of: Reward.objects.filter(pk=of.pk).update(taken=F("taken") + 1))
    meet(monkeypatch, redeeming, "_check_gates", 6)

    granted, refused = at_once(lambda number: want(people[number], of, "my last wish"), 6)

    assert len(granted) == 1
    assert IntegrityError in {type(error) for error in refused}


def test_fifty_redemptions_of_one_balance_are_granted_as_often_as_it_pays():
    mei = rich("Mei", days=1)
    have, _ = spark(mei)
    holds.place(user=mei, currency="spark", amount=have - 6, key="aside", now=time.now())
    of = [reward(price=3, stock=99, per_member=20) for _ in range(5)]

    granted, refused = at_once(lambda number: want(mei, of[number % 5], f"wish-{number:05}"), 50)

    assert len(granted) == 2
    assert {type(error) for error in refused} == {holds.TooLittle}
    assert spark(mei)[0] == 0
    books.everything_agrees()


@pytest.mark.production_only
def test_without_the_guard_one_balance_pays_for_more_than_it_holds(monkeypatch):
    """The negative control: the lock and the guarded update of the account gone, everybody is served."""
    mei = rich("Mei", days=1)
    have, _ = spark(mei)
    holds.place(user=mei, currency="spark", amount=have - 3, key="aside", now=time.now())
    of = [reward(price=3, stock=9, needs_approval=True) for _ in range(4)]
    barrier = threading.Barrier(4)

    def careless(*, user, currency, amount, key, now):
        mine = Account.objects.get(user=user, currency_id=currency)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(2)
        if mine.available < amount:
            raise holds.TooLittle
        Account.objects.filter(pk=mine.pk).update(available=F("available") - amount, held=F("held") + amount)
        return Hold.objects.create(account=mine, key=key, amount=amount, placed_at=now)

    monkeypatch.setattr(holds, "place", careless)

    granted, _refused = at_once(lambda number: want(mei, of[number], f"wish-{number:05}"), 4)

    assert len(granted) > 1
    assert spark(mei)[0] < 0


def test_one_key_pressed_twelve_times_is_one_redemption():
    mei, of = rich("Mei", days=1), reward(per_member=9, stock=9)
    have, _ = spark(mei)

    granted, refused = at_once(lambda _: want(mei, of, "the same key"), HANDS)

    assert refused == []
    assert len({row.pk for row in granted}) == 1
    assert spark(mei) == (have - 5, 0)
    books.everything_agrees()


def test_one_key_for_two_rewards_at_once_is_one_wish():
    mei, of = rich("Mei", days=1), [reward(), reward()]

    granted, refused = at_once(lambda number: want(mei, of[number % 2], "the same key"), HANDS)

    assert len({row.pk for row in granted}) == 1
    assert {type(error).__name__ for error in refused} == {"KeyReused"}
    assert Redemption.objects.count() == 1
    books.everything_agrees()


def test_nobody_has_more_than_one_may_have():
    mei, of = rich("Mei", days=1), reward(per_member=1, price=1, stock=9)

    granted, _refused = at_once(lambda number: want(mei, of, f"wish-{number:05}"), HANDS)

    assert len(granted) == 1
    books.everything_agrees()


def test_every_code_is_handed_out_once():
    people = [rich(f"P{number}", days=1) for number in range(HANDS)]
    of = reward(code=tuple(f"CODE-{number}" for number in range(8)))

    granted, refused = at_once(lambda number: want(people[number], of, "my own code"), HANDS)

    assert len(granted) == 8
    assert {type(error) for error in refused} == {redeeming.Shut}
    assert RewardCode.objects.filter(redemption=None).count() == 0
    books.everything_agrees()


@pytest.mark.production_only
def test_without_the_lock_two_reach_for_the_same_code(monkeypatch):
    """The negative control: the guarded update alone keeps one code from going to two."""
    people = [rich(f"P{number}", days=1) for number in range(4)]
    of = reward(code=tuple(f"CODE-{number}" for number in range(4)))
    unlock(monkeypatch)
    monkeypatch.setattr(stock, "claim", lambda of: None)  # its update holds the reward as well
    meet(monkeypatch, issuing, "_first_free", 4)

    _granted, refused = at_once(lambda number: want(people[number], of, "my own code"), 4)

    assert {type(error) for error in refused} == {issuing.NoCodeLeft}
    assert RewardCode.objects.exclude(redemption=None).count() == Redemption.objects.count()


def test_who_cancels_while_the_brand_agrees_gets_one_or_the_other():
    mei, of = rich("Mei", days=1), reward(needs_approval=True)
    have, _ = spark(mei)
    made = redeemed(mei, of)

    def act(number):
        if number % 2:
            return redeeming.cancel(actor=mei, redemption=made, now=time.now())
        return answering.approve(by=of.owner, redemption=made, now=time.now())

    _granted, refused = at_once(act, HANDS)

    assert {type(error) for error in refused} <= {redeeming.TooLate}
    assert (Redemption.objects.get().state, spark(mei)) in (
        ("cancelled", (have, 0)),
        ("issued", (have - 5, 0)),
    )
    books.everything_agrees()


def test_what_is_taken_back_twelve_times_comes_back_once():
    mei, of = rich("Mei", days=1), reward(needs_approval=True)
    have, _ = spark(mei)
    made = redeemed(mei, of)
    answering.approve(by=of.owner, redemption=made, now=time.now())

    at_once(lambda _: answering.reverse(by=of.owner, redemption=made, reason="A mistake.", now=time.now()), HANDS)

    assert spark(mei) == (have, 0)
    assert Reward.objects.get(pk=of.pk).taken == 0
    books.everything_agrees()
