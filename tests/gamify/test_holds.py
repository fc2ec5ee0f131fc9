"""Points are set aside, spent and given back exactly once, and every book agrees all the while."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from gamify.models import Account, Hold, LedgerEntry
from gamify.services import audit, holds, record
from lib import errors
from tests import books

KEY = "redemption:1"


@pytest.fixture
def mei(economy, member, did):
    """Mei, who has some spark."""
    found = member("mei")
    for number in range(3):
        did(found, "create", key=f"post:{number}", type="note", words=30, images=1)
    return found


def spark(user) -> tuple[int, int]:
    return Account.objects.values_list("available", "held").get(user=user, currency_id="spark")


def redeemed(user, clock, number=1):
    return record.activity(
        actor=user, verb="redeem", object=record.Ref("reward", "1"), key=f"redeem:{number}", source="t", now=clock.now
    )


def assert_books_agree():
    books.ledger_agrees()
    call_command("rebuild", check=True)


def test_what_is_set_aside_cannot_be_set_aside_again(mei, clock):
    have, _ = spark(mei)

    holds.place(user=mei, currency="spark", amount=have, key=KEY, now=clock.now)

    assert spark(mei) == (0, have)
    with pytest.raises(holds.TooLittle) as caught:
        holds.place(user=mei, currency="spark", amount=1, key="redemption:2", now=clock.now)
    assert caught.value.data == {"available": 0, "needed": 1}
    assert_books_agree()


def test_the_same_key_sets_aside_once(mei, clock):
    have, _ = spark(mei)

    first, second = (holds.place(user=mei, currency="spark", amount=5, key=KEY, now=clock.now) for _ in range(2))

    assert first == second
    assert spark(mei) == (have - 5, 5)


def test_what_was_released_is_there_again_and_has_left_no_trace_in_the_ledger(mei, clock):
    before, entries = spark(mei), LedgerEntry.objects.count()
    hold = holds.place(user=mei, currency="spark", amount=5, key=KEY, now=clock.now)

    holds.release(hold=hold, now=clock.now)
    holds.release(hold=hold, now=clock.now)

    assert spark(mei) == before
    assert LedgerEntry.objects.count() == entries
    assert_books_agree()


def test_what_was_spent_is_an_entry_and_comes_back_once_with_its_undo(mei, clock):
    have, _ = spark(mei)
    hold = holds.place(user=mei, currency="spark", amount=5, key=KEY, now=clock.now)
    activity = redeemed(mei, clock)
    holds.spend(hold=hold, activity=activity, now=clock.now)
    holds.spend(hold=hold, activity=activity, now=clock.now)
    assert spark(mei) == (have - 5, 0)
    assert_books_agree()

    undone = record.undo(source="t", key="redeem:1", reason="refunded", by=None, now=clock.now)
    holds.give_back(hold=hold, activity=undone, now=clock.now)
    holds.give_back(hold=hold, activity=undone, now=clock.now)

    assert spark(mei) == (have, 0)
    assert list(
        LedgerEntry.objects.filter(account__user=mei, source="spend/reward").order_by("pk").values_list("amount")
    ) == [
        (-5,),
        (5,),
    ]
    assert_books_agree()


def test_what_ended_one_way_does_not_end_another(mei, clock):
    hold = holds.place(user=mei, currency="spark", amount=5, key=KEY, now=clock.now)
    activity = redeemed(mei, clock)
    with pytest.raises(errors.Conflict):
        holds.give_back(hold=hold, activity=activity, now=clock.now)
    holds.release(hold=hold, now=clock.now)

    with pytest.raises(errors.Conflict):
        holds.spend(hold=hold, activity=activity, now=clock.now)


def test_growth_measures_and_buys_nothing(mei, clock):
    with pytest.raises(holds.NotForSpending):
        holds.place(user=mei, currency="growth", amount=1, key=KEY, now=clock.now)


def test_somebody_who_never_earned_has_too_little(economy, member, clock):
    with pytest.raises(holds.TooLittle):
        holds.place(user=member("tom"), currency="spark", amount=1, key=KEY, now=clock.now)


def test_the_database_refuses_a_spent_hold_without_its_entry(mei, clock):
    hold = holds.place(user=mei, currency="spark", amount=5, key=KEY, now=clock.now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(state="spent")


def test_a_hold_that_vanished_is_found(mei, clock):
    holds.place(user=mei, currency="spark", amount=5, key=KEY, now=clock.now)
    Hold.objects.all().delete()

    assert dict(audit.check())["held points equal the open holds"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(["place", "spend", "release", "return"]), st.integers(0, 3)), max_size=12)
)
def test_whatever_is_done_in_whatever_order_no_point_is_lost_or_made(mei, clock, steps):
    with transaction.atomic():
        have, _ = spark(mei)
        for verb, number in steps:
            try:
                _do(verb, number, mei, clock)
            except (errors.Conflict, Hold.DoesNotExist):
                continue
        ended = Hold.objects.filter(account__user=mei)
        gone = sum(hold.amount for hold in ended if hold.state == "spent")
        aside = sum(hold.amount for hold in ended if hold.state == "held")
        assert spark(mei) == (have - gone - aside, aside)
        books.ledger_agrees()
        transaction.set_rollback(True)


def _do(verb, number, mei, clock):
    if verb == "place":
        holds.place(user=mei, currency="spark", amount=2 + number, key=f"r:{number}", now=clock.now)
        return
    hold = Hold.objects.get(key=f"r:{number}")
    if verb == "release":
        holds.release(hold=hold, now=clock.now)
        return
    activity = redeemed(mei, clock, number)
    if verb == "spend":
        holds.spend(hold=hold, activity=activity, now=clock.now)
        return
    undone = record.undo(source="t", key=f"redeem:{number}", reason="refunded", by=None, now=clock.now)
    holds.give_back(hold=hold, activity=undone, now=clock.now)
