"""Things of the catalogue that are granted are sent in time, or end: brands and members hear when."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from inbox import registry
from inbox.models import Notification
from lib.machines import steps
from rewards import order_history
from rewards.models import Redemption
from rewards.selectors import redemptions, shelf
from rewards.services.catalogue import answering, issuing, parcels, redeeming, sending, stock, sweeping
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import bank, factories, redeeming as r

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]


def granted(clock: Any, *, price: int = 5) -> Redemption:
    """Return a thing that its brand granted to Mei, for spark or as a prize."""
    mei = r.rich()
    thing = r.reward(kind="item", stock=3)
    if price:
        return r.redeemed(mei, thing)
    return won(Redemption(state="kept", reward=thing, user=mei, key="prize-1", price=0, reserved_at=clock.now), clock)


def won(row: Redemption, clock: Any) -> Redemption:
    """Give a prize, as `prizes.give` does."""
    stock.claim(row.reward)
    row.save(force_insert=True)
    steps.born(row, actor=row.user, cause="won", now=clock.now, price=0)
    issuing.approve(row, actor=None, cause="won", now=clock.now)
    return row


def addressed(row: Redemption, clock: Any) -> Redemption:
    parcels.say_where(actor=row.user, redemption=row, address=r.BERGEN, now=clock.now)
    return row


def run(now: Any) -> int:
    return sum(do(now=now) for do in (sending.remind_due, sending.note_late_due, sending.end_due, sending.ask_last_due))


def read(user: Any) -> list[str]:
    rows = Notification.objects.filter(recipient=user).exclude(kind__startswith="reward_").order_by("pk")
    with translation.override("en"):
        found = [(registry.get(row.kind), row) for row in rows]
        return [kind.sentence(row.data, "") for kind, row in found if kind and row.kind[:6] in ("redeem", "parcel")]


def test_the_time_begins_with_the_address_and_the_brand_is_reminded_once(clock):
    row = granted(clock)
    assert bank.fresh(row).ship_by is None
    clock.tick(days=1)

    addressed(row, clock)

    assert (bank.fresh(row).ship_by - clock.now).days == 14
    assert [run(clock.tick(days=days)) for days in (11, 1, 1)] == [0, 1, 0]
    assert read(row.reward.created_by)[-1].startswith("1 of “An hour with Ewan” is to be sent by")


def test_a_late_one_is_told_of_and_goes_back_by_itself_a_month_later(clock):
    row = addressed(granted(clock), clock)
    clock.tick(days=14)
    assert [run(clock.now), run(clock.now)] == [1, 0]

    assert read(row.user)[-1] == (
        "“An hour with Ewan” should have been sent by now. You can wait, or have your spark back."
    )
    assert read(row.reward.created_by)[-1] == "1 of “An hour with Ewan” is late."
    mine = redemptions.find(user=row.user, public_id=row.public_id)
    assert (mine.is_late, mine.back_at, mine.may_cancel) == (True, clock.now + sending.promises.GRACE, True)
    assert shelf.waiting(row.reward.created_by, row.reward.brand)[0].kind == "Late: to be sent at once"
    assert run(clock.tick(days=29)) == 0

    assert run(clock.tick(days=1)) == 1

    assert (bank.fresh(row).state, r.spark(row.user)[1], bank.fresh(row.reward).taken) == ("cancelled", 0, 0)
    assert read(row.user)[-1] == "“An hour with Ewan” was never sent. Your spark is back."
    last = redemptions.steps_of(row)[-1]
    assert order_history.words_of(last) == "It was never sent; your spark came back"
    bank.assert_sound(clock.now)


def test_one_that_was_sent_in_time_is_nobodys_news(clock):
    row = addressed(granted(clock), clock)
    answering.send(by=row.reward.created_by, redemption=row, now=clock.tick(days=3))

    assert [run(clock.tick(days=20)), run(clock.tick(days=40))] == [0, 0]


def test_its_member_takes_a_late_one_back(clock):
    row = addressed(granted(clock), clock)
    run(clock.tick(days=15))

    redeeming.cancel(actor=row.user, redemption=row, now=clock.now)

    assert (bank.fresh(row).state, r.spark(row.user)[1], run(clock.tick(days=40))) == ("cancelled", 0, 0)


def test_a_prize_does_not_end_by_the_brands_silence_and_staff_hear_weekly(clock):
    staff = factories.staff("Second")
    row = addressed(granted(clock, price=0), clock)
    run(clock.tick(days=14))
    assert read(row.user)[-1].startswith("“An hour with Ewan” should have been sent by now. Brand")

    assert [run(clock.tick(days=days)) for days in (30, 6, 1)] == [1, 0, 1]

    assert bank.fresh(row).state == "approved"
    assert len(read(staff)) == 2
    assert (
        read(staff)[-1]
        == "“An hour with Ewan” was won, or friends unlocked it, and it is a month late. Please send it."
    )


@pytest.mark.parametrize("price", [5, 0])
def test_what_nobody_says_where_to_send_ends_after_three_questions(clock, price):
    row = granted(clock, price=price)
    sweeping.remind_due(now=clock.tick(days=3, minutes=1))
    assert run(clock.tick(days=24)) == 0
    assert run(clock.tick(days=1)) == 1
    assert read(row.user)[-1].startswith("Where shall “An hour with Ewan” go? Say it by ")
    assert run(clock.tick(days=6)) == 0

    assert run(clock.tick(days=1)) == 1

    assert (bank.fresh(row).state, bank.fresh(row.reward).taken, r.spark(row.user)[1]) == ("cancelled", 0, 0)
    assert read(row.user)[-1].startswith("“An hour with Ewan” is over: nobody knew where to send it.")
    if price:  # a prize of no challenge is none, for the proofs
        bank.assert_sound(clock.now)


def test_who_answers_the_last_question_gets_it(clock):
    row = granted(clock)
    sweeping.remind_due(now=clock.tick(days=3, minutes=1))
    run(clock.tick(days=25))

    addressed(row, clock)

    assert run(clock.tick(days=8)) == 0
    assert (bank.fresh(row).state, bank.fresh(row).reminded_at) == ("approved", None)
