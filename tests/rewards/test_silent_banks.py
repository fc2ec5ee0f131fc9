"""Charges and releases that no bank ever answers: whoever runs the site says what the bank's books say."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lib import errors
from rewards.models import FakeCharge, GatewayCall
from rewards.payments import Unreachable
from rewards.services.buying import campaigns
from rewards.services.money import calling, fake_checkout, reconciling, silent_banks, stuck
from rewards.services.money.fake_checkout import Press
from tests.rewards import bank, factories

pytestmark = pytest.mark.django_db(transaction=True)


class Silent:
    """A bank that never answers."""

    def __getattr__(self, name: str) -> Any:
        def never(*args: Any, **more: Any) -> Any:
            raise Unreachable

        return never


@pytest.fixture
def charged(clock: Any, monkeypatch: Any) -> Any:
    """The seats of a team that came together, and a bank that is gone since."""
    campaign = factories.campaign(factories.brand())
    first = bank.open_team(campaign, size=3, now=clock.now)
    rest = [bank.join(first.team, now=clock.now) for _ in range(2)]
    for seat in (first, rest[0]):
        bank.pay(seat, now=clock.now)
    fake_checkout.press(reference=bank.charge_of(rest[1]).reference, how=Press.PAY, now=clock.now)
    monkeypatch.setattr(calling, "gateway", lambda provider: Silent())
    reconciling.look(payment=bank.payment_of(rest[1]), now=clock.now)
    return [bank.fresh(seat) for seat in (first, *rest)]


def say(seat: Any, outcome: str, now: Any, why: str = "Their desk, 3 May") -> Any:
    return silent_banks.answer(payment=bank.payment_of(seat), outcome=outcome, why=why, now=now)


def in_the_books(seat: Any, captured_minor: int = 0) -> None:
    """Let the bank have done what was said of it."""
    books = FakeCharge.objects.filter(payment=bank.payment_of(seat).public_id)
    books.update(captured_minor=captured_minor, held_minor=0)


def test_a_bank_is_spoken_for_only_after_two_weeks_and_only_in_its_own_words(charged, clock, capsys):
    paid, refused, last = charged
    assert {bank.payment_of(seat).state for seat in charged} == {"capturing"}
    with pytest.raises(silent_banks.NotSilent):
        say(paid, "captured", clock.now)
    later = clock.tick(seconds=stuck.SILENCE.total_seconds())
    with pytest.raises(silent_banks.NoSuchAnswer):
        say(paid, "voided", later)
    with pytest.raises(errors.Invalid):
        say(paid, "captured", later, why=" ")
    GatewayCall.objects.filter(payment__seat=paid).update(leased_until=clock.tick(minutes=1))
    with pytest.raises(stuck.BeingAsked):
        say(paid, "captured", later)

    now = clock.tick(minutes=2)
    call_command("answer_payment", bank.payment_of(paid).public_id, "captured", why="Their desk, 3 May")
    say(refused, "declined", now)

    assert "is captured, its place captured" in capsys.readouterr().out
    assert [bank.fresh(seat).state for seat in charged] == ["captured", "fix_needed", "capturing"]
    call = GatewayCall.objects.get(payment__seat=paid, kind="capture")
    assert (bank.payment_of(paid).captured_minor, call.answer["said"]) == (call.amount_minor, "Their desk, 3 May")
    with pytest.raises(CommandError, match="has answered"):
        call_command("answer_payment", bank.payment_of(paid).public_id, "captured", why="Again")
    say(last, "declined", now)
    for seat in (refused, last):
        in_the_books(seat)
    in_the_books(paid, captured_minor=bank.payment_of(paid).captured_minor)
    bank.assert_sound(now)


def test_a_release_that_nobody_answered_ends_and_frees_its_buyer(clock, monkeypatch):
    seat = bank.open_team(factories.campaign(factories.brand()), now=clock.now)
    bank.pay(seat, now=clock.now)
    monkeypatch.setattr(calling, "gateway", lambda provider: Silent())
    campaigns.cancel(by=factories.staff("Second"), campaign=seat.campaign, reason="Gone", now=clock.now)
    bank.run_jobs(clock.now)
    assert bank.payment_of(seat).state == "voiding"

    say(seat, "voided", clock.tick(days=15))

    assert (bank.payment_of(seat).state, bank.fresh(seat).state) == ("voided", "voided")
    in_the_books(seat)
    bank.assert_sound(clock.now)
