"""Points that lapse while they are spent, set aside or taken back, and by many hands at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from gamify.models import Account, Cutoff, Lapse, LedgerEntry
from gamify.services import economies, holds, lapses, process, record
from lib import errors
from tests import books
from tests.gamify.conftest import member  # noqa: F401
from tests.gamify.test_lapses import TEXT
from tests.races.hands import at_once, unlock

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
START, END = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def mei(member):  # noqa: F811
    """Mei, whose twenty spark of March lapse now."""
    economies.publish(text=TEXT, now=START)
    found = member("mei")
    for number in range(2):
        record.activity(actor=found, verb="invite", object=record.Ref("friend", "1"), key=f"friend:{number}", now=START)
    told = END - timedelta(days=32)
    lapses.run_due(now=told)
    assert Cutoff.objects.filter(warned_at=told).count() == 1
    return found


def account(user):
    return Account.objects.get(user=user, currency="spark")


def take(user):
    return lapses.lapse(account(user).pk, cutoff=Cutoff.objects.get(), now=END)


def want(user, number, amount=7):
    try:
        return holds.place(user=user, currency="spark", amount=amount, key=f"r:{number}", now=END)
    except errors.Conflict:
        return None


def test_many_hands_take_what_lapses_once(mei):
    taken, problems = at_once(lambda _: take(mei), 8)

    assert problems == []
    assert sorted(taken) == [0] * 7 + [20]
    assert Lapse.objects.count() == LedgerEntry.objects.filter(kind="expire").count() == 1
    books.ledger_agrees()


def test_what_lapses_and_what_is_set_aside_never_make_more_than_there_is(mei):
    _, problems = at_once(lambda number: want(mei, number) if number % 2 else take(mei), 8)

    mine = account(mei)
    assert problems == []
    assert mine.available == 0
    assert mine.held % 7 == 0
    books.ledger_agrees()


def test_what_lapses_while_its_cause_is_undone_is_not_taken_twice(mei):
    def work(number):
        if number:
            return take(mei)
        return record.undo(key="friend:1", source="community", reason="removed", by=None, now=END)

    at_once(work, 4)
    process.sweep(now=END)

    assert account(mei).available == 0
    books.ledger_agrees()


@pytest.mark.production_only
def test_without_the_players_lock_more_is_taken_than_there_is(mei, monkeypatch):
    """The negative control: what lapses was added up before the hold was placed, and is taken after it."""
    unlock(monkeypatch)
    add_up = lapses._lots

    def look(*given):
        found = add_up(*given)
        at_once(lambda number: want(mei, number, amount=20), 1)
        return found

    monkeypatch.setattr(lapses, "_lots", look)

    take(mei)

    assert account(mei).available == -20


def test_with_it_the_hold_waits_and_finds_nothing_left(mei, monkeypatch):
    add_up, wished = lapses._lots, []

    def look(*given):
        found = add_up(*given)
        wished.append(Thread(target=_wish, args=(mei,)))
        wished[0].start()
        return found

    monkeypatch.setattr(lapses, "_lots", look)

    take(mei)
    wished[0].join(20)

    assert (account(mei).available, account(mei).held) == (0, 0)
    books.ledger_agrees()


def _wish(user):
    try:
        want(user, 1, amount=20)
    finally:
        connection.close()
