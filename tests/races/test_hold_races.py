"""Fifty wishes for one balance, and the engine that gives while somebody spends."""

from __future__ import annotations

import pytest
from django.db.models import F

from gamify.models import Account, Hold, Player
from gamify.services import audit, holds, process, record
from lib import errors
from tests import books
from tests.gamify.conftest import economy, member  # noqa: F401
from tests.gamify.test_properties import START
from tests.races.hands import at_once, meet

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS = 50


@pytest.fixture
def mei(economy, member):  # noqa: F811
    """Mei, who has spark for exactly two things of 5."""
    found = member("mei")
    publish(found, 1)
    have = Account.objects.get(user=found, currency_id="spark").available
    holds.place(user=found, currency="spark", amount=have - 10, key="aside", now=START)
    return found


def publish(user, number):
    return record.activity(
        actor=user,
        verb="create",
        object=record.Ref("post", str(number)),
        key=f"post:{number}",
        data={"type": "note", "words": 30, "images": 1},
        now=START,
    )


def want(user, number):
    return holds.place(user=user, currency="spark", amount=5, key=f"redemption:{number}", now=START)


def spark(user):
    return Account.objects.get(user=user, currency_id="spark")


def assert_books_agree():
    books.ledger_agrees()


def test_fifty_wishes_for_a_balance_that_pays_two_are_granted_twice(mei):
    granted, refused = at_once(lambda number: want(mei, number), HANDS)

    assert len(granted) == 2
    assert {type(error) for error in refused} == {holds.TooLittle}
    assert spark(mei).available == 0
    assert_books_agree()


@pytest.mark.production_only
def test_without_the_guard_the_balance_pays_more_than_there_is(mei, monkeypatch):
    """The negative control: the lock and the guarded update gone, everybody who looked first is served."""

    def careless(*, user, currency, amount, key, now):
        mine = spark(user)
        look(mine)
        if mine.available < amount:
            raise holds.TooLittle
        Account.objects.filter(pk=mine.pk).update(available=F("available") - amount, held=F("held") + amount)
        return Hold.objects.create(account=mine, key=key, amount=amount, placed_at=now)

    class Looking:
        look = staticmethod(lambda account: account)

    meet(monkeypatch, Looking, "look", 8)
    look = Looking.look
    monkeypatch.setattr(holds, "place", careless)

    granted, _ = at_once(lambda number: want(mei, number), 8)

    assert len(granted) > 2
    assert spark(mei).available < 0


def test_what_the_engine_gives_while_somebody_spends_is_not_lost(mei):
    def work(number):
        return publish(mei, 10 + number) if number % 2 else want(mei, number)

    at_once(work, 12)
    process.sweep(now=START)

    assert_books_agree()


@pytest.mark.production_only
def test_without_the_players_lock_what_was_set_aside_comes_back_by_itself(mei, monkeypatch):
    """The negative control: the engine writes the balance it read before the hold was placed."""
    monkeypatch.setattr(holds, "Player", _NoLock)
    from gamify.storage import writing

    original = writing.write

    def late(*given, **named):
        at_once(lambda _: want(mei, 99), 1)
        return original(*given, **named)

    monkeypatch.setattr(writing, "write", late)

    publish(mei, 77)

    assert dict(audit.check())["accounts equal the sum of their entries"]


class _NoLock:
    class objects:  # noqa: N801
        @staticmethod
        def select_for_update():
            return Player.objects


def test_the_same_wish_pressed_by_many_hands_is_one(mei):
    granted, refused = at_once(lambda _: want(mei, 1), 8)

    assert len({hold.pk for hold in granted}) == 1
    assert [error for error in refused if not isinstance(error, errors.Conflict)] == []
    assert Hold.objects.filter(key="redemption:1").count() == 1
    assert_books_agree()
