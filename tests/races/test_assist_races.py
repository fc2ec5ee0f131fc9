"""Many hands on unlocks: the help that is still missing, the last benefit, one claim."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.db.models import F

from lib import clock as time
from lib.machines.steps import Overtaken
from rewards.models import Assist, Redemption, Reward, Unlock
from rewards.services import proofs
from rewards.services.assists import claiming, helping, opening
from rewards.services.catalogue import stock
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.races.hands import at_once, meet, unlock
from tests.rewards.helping import begun, by_help, friends, helped, helped_by, unlocked

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]
HANDS = 8
State = Unlock.State


def everything_agrees() -> None:
    assert [found for found in proofs.check(now=time.now()) if found[1]] == []


def states() -> list[str]:
    return sorted(Unlock.objects.values_list("state", flat=True))


def test_of_eight_who_give_the_last_help_at_once_one_gives_it():
    made, people = begun(member("Ana")), friends(HANDS)
    helped_by(made, 2)

    done, refused = at_once(lambda number: helped(people[number], made), HANDS)

    assert len(done) == 1
    assert {error.code for error in refused} == {"rewards.help_full"}
    assert (states(), Redemption.objects.count(), Assist.objects.count()) == ([State.UNLOCKED], 1, 3)
    everything_agrees()


@pytest.mark.production_only
def test_without_the_lock_the_guard_lets_one_of_them_through(monkeypatch):
    """The negative control: all saw that one was missing; only the guarded count keeps the others out."""
    made, people = begun(member("Ana")), friends(4)
    helped_by(made, 2)
    unlock(monkeypatch)
    meet(monkeypatch, helping, "_has_helped", 4)

    done, refused = at_once(lambda number: helped(people[number], made), 4)

    assert len(done) == 1
    assert {type(error) for error in refused} == {Overtaken}
    assert (states(), Assist.objects.count()) == ([State.UNLOCKED], 3)


@pytest.mark.production_only
def test_without_lock_and_guard_the_database_refuses_what_is_too_much(monkeypatch):
    """The negative control: the last line is the constraint of the count."""
    made, people = begun(member("Ana")), friends(4)
    helped_by(made, 2)
    unlock(monkeypatch)
    meet(monkeypatch, helping, "_has_helped", 4)
    monkeypatch.setattr(helping, "_count", lambda of: Unlock.objects.filter(pk=of.pk).update(helped=F("helped") + 1))

    _done, refused = at_once(lambda number: helped(people[number], made), 4)

    assert {type(error) for error in refused} == {IntegrityError}
    assert Unlock.objects.get().helped == 3


def test_of_two_unlocks_for_the_last_benefit_one_has_it_and_the_other_waits():
    of = by_help(stock=1)
    both, people = [begun(member(name), of) for name in ("Ana", "Bea")], friends(2)
    for each in both:
        helped_by(each, 2)

    done, refused = at_once(lambda number: helped(people[number], both[number]), 2)

    assert (len(done), refused) == (2, [])
    assert states() == [State.UNLOCKED, State.WAITLISTED]
    everything_agrees()


@pytest.mark.production_only
def test_without_the_lock_and_the_guard_the_last_benefit_is_refused_a_second_time(monkeypatch):
    """The negative control: who looked first and counted afterwards runs into the constraint of the stock."""
    of = by_help(stock=1)
    both, people = [begun(member(name), of) for name in ("Ana", "Bea")], friends(2)
    for each in both:
        helped_by(each, 2)
    unlock(monkeypatch)
    monkeypatch.setattr(stock, "claim", lambda of: Reward.objects.filter(pk=of.pk).update(taken=F("taken") + 1))
    meet(monkeypatch, helping, "_has_helped", 2)

    done, refused = at_once(lambda number: helped(people[number], both[number]), 2)

    assert len(done) == 1
    assert {type(error) for error in refused} == {IntegrityError}


def test_one_friend_who_clicks_eight_times_helps_once():
    made, bo = begun(member("Ana")), member("Bo")

    done, refused = at_once(lambda _: helped(bo, made), HANDS)

    assert (refused, sum(each.is_new for each in done)) == ([], 1)
    assert Unlock.objects.get().helped == 1
    everything_agrees()


def test_one_asks_once_however_often_one_presses():
    ana, of = member("Ana"), by_help()

    made, refused = at_once(lambda number: begun(ana, of, key=f"pressed-{number % 2:04}"), HANDS)

    assert len({each.pk for each in made}) == 1
    assert {error.code for error in refused} == {"rewards.unlock_runs"}
    everything_agrees()


def test_what_is_claimed_while_it_is_given_up_is_one_of_the_two():
    ana = member("Ana")
    made = unlocked(ana)

    def act(number):
        step = claiming.claim if number % 2 else opening.leave
        return step(actor=ana, unlock=made, now=time.now())

    _done, refused = at_once(act, HANDS)

    assert {type(error) for error in refused} <= {opening.UnlockMoved}
    kept = Redemption.objects.get()
    assert (states(), kept.state) in (([State.CLAIMED], "issued"), ([State.LEFT], "cancelled"))
    everything_agrees()
