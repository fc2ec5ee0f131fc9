"""A brand that sends a late order in the moment in which its buyer takes it back: one of them is first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib import errors
from lib.machines import steps
from rewards.models import Event, Refund, Seat
from rewards.services.buying import addresses, late_orders, locking, seats, shipping
from rewards.services.buying.addresses import Address
from tests.races.hands import at_once, meet, unlock
from tests.rewards import bank, factories

pytestmark = pytest.mark.django_db(transaction=True)
HOME = Address(recipient="Mei Lin", line1="12 Kettle Lane", city="Bergen", country="NO")
HANDS = 6


def late_order(clock: Any) -> Seat:
    """Return a paid order whose time to be sent is over."""
    seat = bank.full_team(factories.campaign(ship_days=1), now=clock.now)[0]
    bank.run_jobs(clock.now)
    addresses.give(actor=seat.user, seat=seat, address=HOME, now=clock.now)
    clock.tick(days=1)
    return Seat.objects.select_related("user", "campaign__created_by").get(pk=seat.pk)


def send_and_take_back(seat: Seat, clock: Any) -> tuple[list[Any], list[Exception]]:
    """Let every second hand mark it as sent, and every other take it back."""

    def work(number: int) -> str:
        if number % 2:
            return str(seats.fulfil(actor=seat.campaign.created_by, seat=seat, now=clock.now).state)
        return str(late_orders.cancel(actor=seat.user, seat=seat, now=clock.now).state)

    return at_once(work, HANDS)


def ways(seat: Seat) -> list[str]:
    """Return where the order went after it was paid."""
    return list(Event.objects.filter(kind="seat", row_id=seat.pk, before="captured").values_list("after", flat=True))


def test_it_is_sent_or_taken_back_and_never_both(clock: Any) -> None:
    seat = late_order(clock)

    _results, problems = send_and_take_back(seat, clock)

    assert {type(problem) for problem in problems} <= {errors.Conflict, late_orders.SentAlready}
    [way] = ways(seat)
    assert Refund.objects.filter(payment__seat=seat).count() == (way == "refunding")
    bank.run_jobs(clock.tick(minutes=2))
    bank.assert_sound(clock.now)


@pytest.mark.production_only  # SQLite has one writer at a time
def test_without_the_locks_the_state_itself_lets_only_one_through(clock: Any, monkeypatch: Any) -> None:
    seat = late_order(clock)
    unlock(monkeypatch)
    meet(monkeypatch, locking, "seat", HANDS)

    _results, problems = send_and_take_back(seat, clock)

    assert any(isinstance(problem, steps.Overtaken) for problem in problems)  # they did meet
    assert len(ways(seat)) == 1
    assert Refund.objects.filter(payment__seat=seat).count() <= 1


@pytest.mark.production_only  # SQLite has one writer at a time
def test_with_neither_it_is_sent_and_paid_back(clock: Any, monkeypatch: Any) -> None:
    """The negative control: what the guards keep apart does meet without them."""
    seat = late_order(clock)
    unlock(monkeypatch)
    meet(monkeypatch, locking, "seat", 2)
    monkeypatch.setattr(steps, "take", take_unguarded)

    at_once(
        lambda number: (
            seats.fulfil(actor=seat.campaign.created_by, seat=seat, now=clock.now)
            if number
            else late_orders.cancel(actor=seat.user, seat=seat, now=clock.now)
        ),
        2,
    )

    assert Refund.objects.filter(payment__seat=seat).exists()
    assert Event.objects.filter(kind="seat", row_id=seat.pk, after="fulfilled").exists()


def test_sweepers_at_once_tell_and_give_back_once(clock: Any) -> None:
    seat = late_order(clock)

    noted, problems = at_once(lambda _: shipping.note_late_due(now=clock.now), HANDS)
    later = clock.now + timedelta(days=30)
    given, more = at_once(lambda _: late_orders.give_back_due(now=later), HANDS)

    assert (problems, more, sum(noted), sum(given)) == ([], [], 1, 1)
    assert Refund.objects.filter(payment__seat=seat).count() == 1


def take_unguarded(
    row: Any, to: str, *, cause: str, now: Any, data: Any = None, actor: Any = None, **more: Any
) -> None:
    before, row.state = row.state, to
    mine = type(row)._default_manager.filter(pk=row.pk)
    mine.update(state=to, **more)  # whoever waits here for another hand counts its steps, too
    row.seq = Event.objects.filter(kind=row.KIND, row_id=row.pk).count() + 1
    mine.update(seq=row.seq)
    Event.objects.create(
        kind=row.KIND, row_id=row.pk, seq=row.seq, before=before, after=to, cause=cause, data=data or {}, at=now
    )
