"""Money that goes another way in the moment in which its bank gives it back after all: it is booked once."""

from __future__ import annotations

from typing import Any

import pytest

from lib import errors
from lib.machines import steps
from rewards.models import Event, FakeCharge, Payment, Refund, Seat
from rewards.payments import Outcome, Result
from rewards.services.buying import locking
from rewards.services.money import by_hand, reconciling, refunds, repaying, settling, stuck
from tests.races.hands import at_once, meet, unlock
from tests.races.test_sending_races import take_unguarded
from tests.rewards import bank, factories

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 4


def said(clock: Any) -> tuple[Seat, Refund]:
    """Return an order whose money the bank refused for good, and what is said to have gone another way."""
    brand = factories.brand()
    seat = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    FakeCharge.objects.update(keeps=True)
    payment = bank.payment_of(seat)
    refunds.ask(by=brand.owner, payment=payment, amount_minor=8_000, reason="Broken", now=clock.now)
    for _day in range(stuck.TRIES - 1):
        reconciling.sweep(now=clock.tick(days=1, minutes=1))
    row = by_hand.say(by=brand.owner, payment=bank.payment_of(seat), reference="No. 7", now=clock.now)
    return Seat.objects.select_related("user").get(pk=seat.pk), row


def confirm_and_hear(seat: Seat, clock: Any) -> tuple[list[Any], list[Exception]]:
    """Let every second hand confirm it as the buyer, and every other hear that the bank did it after all."""
    key = Refund.objects.filter(payment__seat=seat, reference="").latest("pk").key
    found = Result(Outcome.CAPTURED, captured_minor=8_000, refunds={key: "done"})
    payment = Payment.objects.get(seat=seat)

    def work(number: int) -> object:
        if number % 2:
            return settling.heard(payment, found, now=clock.now).state
        return by_hand.received(actor=seat.user, seat=seat, now=clock.now).state

    return at_once(work, HANDS)


def booked(seat: Seat) -> list[int]:
    return list(Refund.objects.filter(payment__seat=seat, state="done").values_list("amount_minor", flat=True))


def test_it_is_booked_once_whoever_is_first(clock: Any) -> None:
    seat, row = said(clock)

    _results, problems = confirm_and_hear(seat, clock)

    assert {type(problem) for problem in problems} <= {by_hand.NothingSaid}
    paid = bank.payment_of(seat)
    assert (booked(seat), paid.state, paid.refunded_minor, bank.fresh(seat).state) == (
        [8_000],
        "refunded",
        8_000,
        "refunded",
    )
    assert bank.fresh(row).state in ("done", "refused")


@pytest.mark.production_only  # SQLite has one writer at a time
def test_without_the_locks_the_state_itself_lets_only_one_through(clock: Any, monkeypatch: Any) -> None:
    seat, _row = said(clock)
    unlock(monkeypatch)
    meet(monkeypatch, locking, "payment", HANDS)

    _results, problems = confirm_and_hear(seat, clock)

    assert any(isinstance(problem, steps.Overtaken | errors.Conflict) for problem in problems)  # they did meet
    assert booked(seat) == [8_000]


@pytest.mark.production_only  # SQLite has one writer at a time
def test_with_neither_and_no_sum_it_is_booked_twice(clock: Any, monkeypatch: Any) -> None:
    """The negative control: what the guards keep apart does meet without them."""
    seat, _row = said(clock)
    unlock(monkeypatch)
    meet(monkeypatch, locking, "payment", HANDS)
    monkeypatch.setattr(steps, "take", take_unguarded)

    monkeypatch.setattr(repaying, "left_of", lambda payment: 8_000)

    confirm_and_hear(seat, clock)

    assert Event.objects.filter(kind="payment", before="refunding", after="refunded").count() > 1
