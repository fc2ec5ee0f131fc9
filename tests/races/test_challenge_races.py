"""Fifty hands at one escrow, one prize, one purse, the last place of a team."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from gamify.models import ChallengeTeam, Entrant, Escrow, LedgerEntry, Prize
from gamify.services import process, purses
from gamify.services.challenges import drafting, entering, escrows, freezing, running, settling
from gamify.services.challenges.terms import Line
from tests import books, factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House
from tests.races.hands import at_once, meet, unlock

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS, PAID = 50, 10


@pytest.fixture
def end(clock):
    return clock.now + timedelta(days=8)


@pytest.fixture
def claims(economy, clock, end):  # noqa: F811
    """A maker of prizes of 20 that are due, from an escrow of 200: as if more had been promised than was set aside."""
    return lambda count: _claims(clock, end, count)


def _claims(clock, end, count):
    house = House(clock)
    made = house.running(lines=[Line("finish", PAID, "points", {"amount": 20})])
    line = made.lines.get()
    for number in range(count):
        person = factories.member(f"P{number}")
        entrant = entering.enter(actor=person, challenge=made, now=clock.now)
        Prize.objects.create(
            key=f"claim:{number}", challenge=made, line=line, entrant=entrant, place=1, amount=20, made_at=clock.now
        )
    process.sweep(now=clock.now)
    running.close_due(now=end)
    return list(Prize.objects.order_by("pk").values_list("pk", flat=True))


def spent():
    paid = LedgerEntry.objects.filter(kind="transfer").values_list("amount", flat=True)
    return sum(paid), Escrow.objects.get()


def test_fifty_parallel_claims_are_paid_as_far_as_the_escrow_goes(claims, end):
    due = claims(HANDS)

    _given, refused = at_once(lambda number: settling.give(due[number], now=end), HANDS)

    total, escrow = spent()
    assert {type(error) for error in refused} == {escrows.Empty}
    assert len(refused) == HANDS - PAID
    assert total == escrow.paid == escrow.amount == 20 * PAID
    assert (escrow.held, escrow.returned) == (0, 0)
    process.sweep(now=end)
    books.ledger_agrees()


@pytest.mark.production_only
def test_without_lock_and_guard_the_escrow_pays_what_it_does_not_have(claims, end, monkeypatch):
    """The negative control: everybody who looked first is paid."""
    due = claims(8)
    Escrow.objects.update(paid=20 * (PAID - 1))
    looking = SimpleNamespace(look=lambda pk: Escrow.objects.get(pk=pk))

    def careless(challenge, amount):
        found = looking.look(challenge.pk)
        if found.held < amount:
            raise escrows.Empty(needed=amount)
        found.paid += amount
        found.save(update_fields=["paid"])

    meet(monkeypatch, looking, "look", 8)
    unlock(monkeypatch)
    monkeypatch.setattr(escrows, "pay", careless)

    at_once(lambda number: settling.give(due[number], now=end), 8)

    total, escrow = spent()
    assert 20 * (PAID - 1) + total > escrow.amount


def test_one_prize_given_by_many_settlements_is_given_once(claims, end):
    [due] = claims(1)

    given, refused = at_once(lambda _: settling.give(due, now=end), 12)

    assert (sum(given), refused) == (1, [])
    assert spent()[0] == 20


def test_many_settlements_at_once_freeze_pay_and_return_once(economy, clock, end):  # noqa: F811
    house = House(clock)
    made = house.running()
    entering.enter(actor=factories.member("Mei"), challenge=made, now=clock.now)
    process.sweep(now=clock.now)
    running.close_due(now=end)

    done, problems = at_once(lambda _: freezing.freeze(made.pk, now=end) + settling.settle(made.pk, now=end), 8)

    assert problems == []
    assert sum(done) == 2  # one froze it, one closed it
    assert house.purse == 1000
    books.ledger_agrees()


def test_a_purse_that_pays_one_challenge_announces_one_of_many(economy, clock):  # noqa: F811
    house = House(clock, budget=100)
    made = [house.draft() for _ in range(6)]
    for each in made:
        drafting.submit(by=house.editor, challenge=each, now=clock.now)

    done, refused = at_once(
        lambda number: drafting.approve(by=house.staff, challenge=made[number], now=clock.now), len(made)
    )

    assert len(done) == 1
    assert {type(error) for error in refused} == {purses.TooLittle}
    assert house.purse == 40


def test_the_last_place_of_a_team_is_taken_once(economy, clock, monkeypatch):  # noqa: F811
    house = House(clock)
    made = house.running(team_size=2)
    captain = entering.found(actor=factories.member("Cap"), challenge=made, name="Kettles", now=clock.now)
    people = [factories.member(f"P{number}") for number in range(8)]

    _joined, refused = at_once(
        lambda number: entering.join(actor=people[number], team=captain.team, now=clock.now), len(people)
    )

    assert {type(error) for error in refused} == {entering.TeamFull}
    assert Entrant.objects.filter(team=captain.team).count() == 2
    assert ChallengeTeam.objects.get().members == 2
