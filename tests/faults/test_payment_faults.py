"""The process is killed at each named point of join, pay, settle and refund, and run again: everything ends right.

A child process with the same database walks up to the point and is killed there by SIGKILL; nothing of it cleans up.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from lib.machines import steps
from rewards.models import FakeCharge, GatewayCall, Refund, Seat
from rewards.payments import Outcome, Result
from rewards.payments.fake import Fake
from rewards.services.buying import claims, seats
from rewards.services.money import (
    calling,
    fake_checkout,
    instructions,
    reconciling,
    refunds,
    repaying,
    settling,
    webhooks,
)
from rewards.services.money.fake_checkout import Press
from tests.factories import member
from tests.rewards import bank, factories

# Slow, and the promise is production's: one world.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.production_only]

# Where: what is about to be called when the process dies, or ("after") what has just returned.
Point = tuple[Any, str, str]
JOIN: dict[str, Point] = {
    "claimed, not written": (claims, "write", "before"),
    "written, not committed": (instructions, "start_all", "after"),
    "committed, checkout not asked for": (calling, "after_commit", "before"),
    "leased, not asked": (Fake, "authorize", "before"),
    "asked, not noted": (settling, "answered", "before"),
    "noted, not committed": (settling, "_believe", "after"),
}
PAY: dict[str, Point] = {
    "paid, shop not asked": (reconciling, "look", "before"),
    "asked, not noted": (settling, "heard", "before"),
    "held, seat not confirmed": (seats, "confirm", "before"),
    "confirmed, not committed": (seats, "confirm", "after"),
}
SETTLE: dict[str, Point] = {
    "team succeeded, not committed": (seats, "confirm", "after"),
    "committed, not charged": (calling, "perform", "before"),
    "leased, not charged": (Fake, "capture", "before"),
    "charged, not noted": (Fake, "capture", "after"),
    "noted, seat not paid": (steps, "take", "after"),
    "one charged, two to go": (settling, "answered", "after"),
}
REFUND: dict[str, Point] = {
    "written, not committed": (repaying, "send", "after"),
    "committed, not sent": (calling, "perform", "before"),
    "leased, not sent": (Fake, "refund", "before"),
    "sent, not noted": (Fake, "refund", "after"),
    "noted, not committed": (settling, "_settle_refunds", "after"),
}
HEAR: dict[str, Point] = {
    "kept, not committed": (webhooks, "_ask", "after"),
    "committed, not asked": (calling, "perform", "before"),
    "asked, not noted": (settling, "answered", "before"),
    "noted, notice not marked": (settling, "_believe", "after"),
}


def killed_at(point: Point, work: Callable[[], object]) -> None:
    """Run `work` in a child that is killed at `point`; fail if it never came there."""
    connections.close_all()  # a child must not share them
    child = os.fork()
    if child == 0:
        _arm(point)
        try:
            work()
        finally:
            os._exit(0)  # it came to the end, or failed, without being killed
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the point was never reached"
    assert os.WTERMSIG(status) == signal.SIGKILL


def _arm(point: Point) -> None:
    place, name, moment = point
    original = getattr(place, name)

    def dies(*arguments: Any, **named: Any) -> Any:
        if moment == "after":
            original(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, dies)


def come_to_rest(clock: Any, times: int = 4) -> None:
    """Let the jobs of the living do what the dead one left."""
    for _ in range(times):
        bank.run_jobs(clock.tick(seconds=61))


@pytest.mark.parametrize("where", JOIN)
def test_a_join_that_is_killed_holds_the_seat_or_leaves_no_trace(clock, where):
    captain = bank.open_team(factories.campaign(), now=clock.now)
    ana = member("Ana")
    wish = {"actor": ana, "team": captain.team, "key": "one-wish", "plan_b": bank.STOP}

    killed_at(JOIN[where], lambda: seats.join(**wish, now=clock.now))

    assert bank.fresh(captain.team).seats_taken == 1 + Seat.objects.filter(user=ana).count()
    seat = seats.join(**wish, now=clock.tick(seconds=61))
    come_to_rest(clock, times=2)
    bank.pay(seat, now=clock.now)
    assert bank.fresh(seat).state == "authorised"
    assert FakeCharge.objects.count() == 2  # of the captain, and one of Ana
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("where", PAY)
def test_a_payment_that_was_made_is_found_again(clock, where):
    captain = bank.open_team(factories.campaign(), now=clock.now)

    killed_at(PAY[where], lambda: bank.pay(captain, now=clock.now))

    assert bank.charge_of(captain).state == "authorised"
    come_to_rest(clock)
    assert (bank.fresh(captain).state, bank.payment_of(captain).state) == ("authorised", "authorised")
    assert bank.fresh(captain.team).confirmed == 1
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("mode", ["hold", "setup"])
@pytest.mark.parametrize("where", SETTLE)
def test_a_success_that_is_killed_charges_everybody_once(clock, where, mode):
    captain = bank.open_team(factories.campaign(payment_mode=mode), now=clock.now)
    mates = [bank.join(captain.team, now=clock.now) for _ in range(2)]
    for seat in (captain, mates[0]):
        bank.pay(seat, now=clock.now)

    killed_at(SETTLE[where], lambda: bank.pay(mates[1], now=clock.now))

    come_to_rest(clock)
    for seat in (captain, *mates):
        assert bank.fresh(seat).state == "captured"
        assert bank.charge_of(seat).captured_minor == bank.payment_of(seat).captured_minor == 8_000
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("where", REFUND)
def test_a_refund_that_is_killed_is_sent_once_or_never_asked_for(clock, where):
    brand = factories.brand()
    seat = bank.full_team(factories.campaign(brand), now=clock.now)[0]
    wish = {"by": brand.owner, "payment": bank.payment_of(seat), "amount_minor": 3_000, "reason": "Broken"}

    killed_at(REFUND[where], lambda: refunds.ask(**wish, now=clock.now))

    come_to_rest(clock)
    asked = Refund.objects.count()
    assert asked == (0 if where == "written, not committed" else 1)
    assert bank.payment_of(seat).refunded_minor == 3_000 * asked
    assert sum(refund["amount"] for refund in bank.charge_of(seat).refunds.values()) == 3_000 * asked
    bank.assert_sound(clock.now)


@pytest.mark.parametrize("where", HEAR)
def test_a_webhook_that_is_killed_comes_again_or_is_kept(clock, where):
    captain = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(captain, now=clock.now, comes_back=False)

    killed_at(HEAR[where], lambda: fake_checkout.send_due(now=clock.now))

    come_to_rest(clock)
    assert bank.fresh(captain).state == "authorised"
    assert not GatewayCall.objects.filter(done_at=None).exists()
    bank.assert_sound(clock.now)


def charge_behind_a_lost_answer(clock: Any) -> list[Seat]:
    """Return the seats of a team whose cards were charged without anybody hearing of it."""
    captain = bank.open_team(factories.campaign(payment_mode="setup", sizes=(2,)), size=2, now=clock.now)
    mate = bank.join(captain.team, now=clock.now)
    bank.pay(captain, now=clock.now)
    killed_at((Fake, "capture", "after"), lambda: bank.pay(mate, now=clock.now))
    return [captain, mate]


def test_without_asking_first_and_without_keys_the_same_kill_charges_twice(clock, monkeypatch):
    """The negative control: the bank charges a saved card as often as it is told to under new keys."""
    everybody = charge_behind_a_lost_answer(clock)
    honest = Fake.capture

    def forgetful(self: Fake, ask: Any, *, amount_minor: int, key: str, now: Any) -> Any:
        return honest(self, ask, amount_minor=amount_minor, key=f"{key}:{now.timestamp()}", now=now)

    monkeypatch.setattr(Fake, "capture", forgetful)
    monkeypatch.setattr(Fake, "query", lambda self, ask, now: Result(Outcome.MISSING))
    calling.perform_due(now=clock.tick(seconds=61))

    assert (
        max(bank.charge_of(seat).captured_minor for seat in everybody) == 2 * bank.fresh(everybody[0].team).price_minor
    )


def test_a_lease_of_the_dead_runs_out(clock):
    captain = bank.open_team(factories.campaign(), now=clock.now)
    bank.pay(captain, how=Press.PAY, now=clock.now, comes_back=False)
    killed_at((Fake, "query", "before"), lambda: fake_checkout.send_due(now=clock.now))

    assert calling.perform_due(now=clock.tick(seconds=30)) == 0
    assert calling.perform_due(now=clock.now + timedelta(seconds=31)) == 1
