"""Many hands on one battle: the last place of a team, two teams at once, and several who look what is new."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.db.models import F, QuerySet

from lib import clock as time
from rewards.models import Battle, BattlePlayer, BattleTeam, ScoreEvent
from rewards.services import listings
from rewards.services.battles import collecting, counting, entering, proofs, running
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.races.hands import at_once, meet, unlock
from tests.rewards import battling

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS = 12


@pytest.fixture
def people(economy):  # noqa: F811
    return [member(f"Player {number}") for number in range(HANDS)]


def places(made: Battle) -> list[tuple[int, int]]:
    """Return for each team the places it counts and the players there are."""
    return [(team.players, team.roster.count()) for team in BattleTeam.objects.filter(battle=made)]


def test_of_twelve_who_want_the_last_places_as_many_get_one_as_there_are(clock, people):
    made = battling.announced(most_players=3)
    birds = made.teams.first()

    granted, refused = at_once(lambda number: entering.join(actor=people[number], team=birds, now=time.now()), HANDS)

    assert len(granted) == 3
    assert {type(error) for error in refused} == {entering.SideFull}
    assert places(made) == [(3, 3), (0, 0)]


@pytest.mark.production_only
def test_without_the_guard_the_database_still_refuses_a_fourth(clock, people, monkeypatch):
    """The negative control: who looked first and counted afterwards runs into the constraint."""
    unlock(monkeypatch)
    made = battling.announced(most_players=3)
    birds = made.teams.first()
    BattleTeam.objects.filter(pk=birds.pk).update(players=2)

    def careless(battle, team, user, now):
        if BattleTeam.objects.get(pk=team.pk).is_full:
            raise entering.SideFull
        QuerySet(BattleTeam).filter(pk=team.pk).update(players=F("players") + 1)
        return BattlePlayer.objects.create(battle=battle, team=team, user=user, joined_at=now)

    monkeypatch.setattr(entering, "_add", careless)
    meet(monkeypatch, entering, "_mine", 6)

    _, refused = at_once(lambda number: entering.join(actor=people[number], team=birds, now=time.now()), 6)

    assert IntegrityError in {type(error) for error in refused}


def test_who_presses_both_teams_at_once_plays_for_one(clock, people):
    made = battling.announced()
    teams = list(made.teams.all())

    at_once(lambda number: entering.join(actor=people[0], team=teams[number % 2], now=time.now()), HANDS)

    assert sum(count for count, _ in places(made)) == 1
    assert all(counted == there for counted, there in places(made))


def test_eight_who_look_what_is_new_write_each_event_once(clock, people):
    made = battling.battle(clock, people[:6], people[6:])
    for player in people:
        battling.felt(player, by=member("Zoe"))

    found, problems = at_once(lambda _: collecting.collect(made.pk, now=time.now()), 8)

    assert problems == []
    assert sum(found) == ScoreEvent.objects.filter(battle=made).count() == HANDS
    assert list(proofs.check(Battle.objects.all())) == []


@pytest.mark.production_only
def test_without_the_lock_they_collide(clock, people, monkeypatch):
    """The negative control: the race is real, and only the unique key keeps the events single."""
    made = battling.battle(clock, people[:6], people[6:])
    for player in people:
        battling.felt(player, by=member("Zoe"))
    unlock(monkeypatch)
    meet(monkeypatch, collecting, "_known", 4)

    _, problems = at_once(lambda _: collecting.collect(made.pk, now=time.now()), 4)

    assert IntegrityError in {type(problem) for problem in problems}
    assert ScoreEvent.objects.filter(battle=made).count() == HANDS


def test_what_players_do_while_it_ends_is_counted_once_or_not_at_all(clock, people):
    made = battling.battle(clock, people[:6], people[6:])
    zoe = member("Zoe")
    clock.set(made.ends_at)

    def work(number: int) -> None:
        if number < 8:
            battling.felt(people[number], by=zoe)
        elif number == 8:
            running.lock_due(now=time.now())
        else:
            collecting.collect(made.pk, now=time.now())
            counting.count_due(now=time.now())

    at_once(work, 11)
    running.lock_due(now=time.now())
    counting.count_due(now=time.now())

    assert Battle.objects.get(pk=made.pk).state == Battle.State.TALLIED
    assert list(proofs.check(Battle.objects.all())) == []
    with pytest.raises(listings.WrongMoment):
        entering.join(actor=zoe, team=made.teams.first(), now=time.now())
