"""A battle is written, announced with frozen rules, and joined: one team for everybody."""

from __future__ import annotations

import pytest

from lib import clock as time, errors
from rewards.models import Battle, BattleTeam
from rewards.services import listings
from rewards.services.battles import drafting, entering
from rewards.services.battles.terms import Side
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.inbox.telling import told
from tests.rewards import battling, factories
from tests.rewards.battling import battle

State = Battle.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana(economy):  # noqa: F811
    return member("Ana")


@pytest.fixture
def bo(economy):  # noqa: F811
    return member("Bo")


@pytest.fixture
def zoe(economy):  # noqa: F811
    """Zoe plays for nobody."""
    return member("Zoe")


@pytest.fixture
def running_battle(clock, ana, bo):
    return battle(clock, [ana], [bo])


def test_rules_are_frozen_and_hashed_when_it_is_announced(clock):
    of = factories.brand()
    made = battling.announced(of)

    assert made.rules["sources"] == battling.SOURCES
    assert len(made.rules_hash) == 64
    with pytest.raises(listings.WrongMoment):
        drafting.edit(by=of.owner, battle=made, terms=battling.terms(daily_cap=500))


def test_a_battle_without_thanks_for_everybody_is_not_announced(clock):
    of = factories.brand()
    made = drafting.draft(by=of.owner, brand=of, terms=battling.terms(thanks={}), now=time.now())

    with pytest.raises(errors.Invalid) as caught:
        drafting.submit(by=of.owner, battle=made, now=time.now())

    assert list(caught.value.fields) == ["thank"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sides": ("alone",)}, "sides"),
        ({"sources": {}}, "sources"),
        ({"sources": {"seats": 4}}, "sources"),
        ({"starts_at": None}, "starts_at"),
        ({"prizes": {}}, "prize"),
    ],
)
def test_what_is_missing_is_named(clock, changes, field):
    of = factories.brand()
    made = drafting.draft(by=of.owner, brand=of, terms=battling.terms(**changes), now=time.now())

    with pytest.raises(errors.Invalid) as caught:
        drafting.submit(by=of.owner, battle=made, now=time.now())

    assert field in caught.value.fields


def test_a_source_that_nobody_knows_is_refused_at_once(clock):
    of = factories.brand()
    with pytest.raises(errors.Invalid):
        drafting.draft(by=of.owner, brand=of, terms=battling.terms(sources={"gifts": 3}), now=time.now())


def test_one_plays_for_one_team(clock, ana):
    made = battling.announced()
    birds, steepers = made.teams.all()
    entering.join(actor=ana, team=birds, now=time.now())
    entering.join(actor=ana, team=birds, now=time.now())

    with pytest.raises(entering.OtherSide):
        entering.join(actor=ana, team=steepers, now=time.now())

    assert [team.players for team in BattleTeam.objects.filter(battle=made)] == [1, 0]


def test_a_full_team_says_so(clock, ana, bo):
    made = battling.announced(most_players=1)
    birds = made.teams.first()
    entering.join(actor=ana, team=birds, now=time.now())

    with pytest.raises(entering.SideFull):
        entering.join(actor=bo, team=birds, now=time.now())


def test_until_it_begins_one_may_change_ones_mind(clock, ana):
    made = battling.announced()
    birds, steepers = made.teams.all()
    entering.join(actor=ana, team=birds, now=time.now())
    entering.leave(actor=ana, battle=made)
    entering.join(actor=ana, team=steepers, now=time.now())

    assert [team.players for team in BattleTeam.objects.filter(battle=made)] == [0, 1]


def test_once_it_runs_one_stays(running_battle, ana):
    with pytest.raises(listings.WrongMoment):
        entering.leave(actor=ana, battle=running_battle)


def test_one_mailbox_plays_once_however_many_accounts_it_has(running_battle, ana):
    second = member("Second Ana")
    second.email = ana.email.replace("@", "+2@").upper()
    second.save(update_fields=["email"])

    for team in running_battle.teams.all():
        with pytest.raises(entering.SamePerson):
            entering.join(actor=second, team=team, now=time.now())

    assert not second.battles.exists()


def test_a_team_of_a_group_is_for_its_members(clock, ana):
    made = battling.announced(sides=(Side({"en": "birds"}), Side({"en": "steepers"})))
    team = made.teams.first()
    BattleTeam.objects.filter(pk=team.pk).update(scope="group:99")
    team.refresh_from_db()

    with pytest.raises(entering.NotOfThem):
        entering.join(actor=ana, team=team, now=time.now())


def test_with_one_team_only_it_does_not_take_place(clock, ana):
    made = battling.announced()
    entering.join(actor=ana, team=made.teams.first(), now=time.now())

    battling.begin(made, clock)

    made.refresh_from_db()
    assert made.state == State.VOID
    assert told(ana, "battle_void") == 1
