"""A battle is scored from the record and from nothing else, counted once it is over, and final a day later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import translation

from gamify.models import Account, Activity
from gamify.services import process
from inbox import registry as kinds
from inbox.services import preferences as choices
from lib import clock as time, errors
from live.selectors import topics
from rewards.models import Battle, BattlePlayer, BattleTeam, ScoreEvent
from rewards.selectors import battles
from rewards.services.battles import collecting, counting, entering, proofs, running
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.inbox.telling import told
from tests.rewards import battling, buying, factories
from tests.rewards.battling import battle, collected, end, felt, redo, scores, undo

State = Battle.State
HOUR = timedelta(hours=1)
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


def test_what_outsiders_feel_counts_and_what_ones_own_team_feels_does_not(clock, ana, bo, zoe):
    friend = member("Friend")
    made = battle(clock, [ana, friend], [bo])
    felt(ana, by=zoe)
    felt(ana, by=bo)
    felt(ana, by=friend)

    assert collected(made) == {"birds": 6, "steepers": 0}


def test_looking_again_finds_nothing_twice(running_battle, ana, zoe):
    felt(ana, by=zoe)

    assert collecting.collect(running_battle.pk, now=time.now()) == 1
    assert collecting.collect(running_battle.pk, now=time.now()) == 0
    assert scores(running_battle) == {"birds": 3, "steepers": 0}


def test_a_day_has_a_cap_for_everybody(clock, ana, bo, zoe):
    made = battle(clock, [ana], [bo], daily_cap=7)
    for _ in range(5):
        felt(ana, by=zoe)
    assert collected(made) == {"birds": 7, "steepers": 0}

    clock.tick(days=1)
    felt(ana, by=zoe)

    assert collected(made) == {"birds": 10, "steepers": 0}


def test_what_is_undone_goes_and_what_is_redone_comes_back(running_battle, ana, zoe):
    kept, gone = felt(ana, by=zoe), felt(ana, by=zoe)
    assert collected(running_battle)["birds"] == 6

    undo(gone)
    assert collected(running_battle)["birds"] == 3
    redo(gone)
    assert collected(running_battle)["birds"] == 6
    undo(kept)
    assert collected(running_battle)["birds"] == 3
    assert list(proofs.check(Battle.objects.all())) == []


def test_what_was_done_and_undone_between_two_looks_brings_nothing(running_battle, ana, zoe):
    undo(felt(ana, by=zoe))

    assert collected(running_battle) == {"birds": 0, "steepers": 0}


def test_nothing_from_before_joining_counts(clock, ana, bo, zoe):
    made = battle(clock, [bo], [zoe])
    felt(ana, by=zoe)
    clock.tick(minutes=5)
    entering.join(actor=ana, team=made.teams.first(), now=time.now())
    felt(ana, by=zoe)

    assert collected(made)["birds"] == 3


def test_what_comes_after_the_end_counts_nothing(clock, running_battle, ana, zoe):
    clock.set(running_battle.ends_at - timedelta(seconds=1))
    felt(ana, by=zoe)
    end(running_battle, clock)
    felt(ana, by=zoe)

    counting.count_due(now=time.now())

    assert scores(running_battle) == {"birds": 3, "steepers": 0}


def test_tasks_count_when_they_are_finished(clock, ana, bo):
    made = battle(clock, [ana], [bo])
    activity = battling.record.activity(
        actor=ana,
        verb="create",
        object=battling.record.Ref("post", "1"),
        key="post:1",
        data={"type": "note", "words": 30, "images": 0},
        now=time.now(),
    )
    assert collected(made)["birds"] == 2

    undo(activity)

    assert collected(made)["birds"] == 0


def test_answering_a_newcomer_is_a_welcome(clock, ana, bo):
    made = battle(clock, [ana], [bo])
    newcomer = member("New")
    newcomer.date_joined = time.now()
    newcomer.save()
    old = member("Old")
    old.date_joined = time.now() - timedelta(days=90)
    old.save()
    for number, author in enumerate((newcomer, old)):
        battling.record.activity(
            actor=ana,
            verb="comment",
            object=battling.record.Ref("comment", str(number)),
            key=f"comment:{number}",
            data={"post_author": author.public_id, "words": 5},
            now=time.now(),
        )
    collected(made)

    assert list(ScoreEvent.objects.filter(source="welcomes").values_list("units", flat=True)) == [1]


def test_a_buying_team_enters_and_those_who_come_later_play_too(clock, economy):  # noqa: F811
    of = factories.brand()
    buy = factories.campaign(of)
    captain, second = member("Captain"), member("Second")
    team = buying.open_team(buy, captain).team
    made = battling.announced(of, campaign=buy, sides=("birds",), sources={"seats": 4})

    entered = entering.enter(actor=captain, battle=made, buyteam=team, now=time.now())
    entering.join(actor=member("Bird"), team=made.teams.first(), now=time.now())
    battling.begin(made, clock)
    buying.join(team, second)

    assert set(BattlePlayer.objects.filter(team=entered).values_list("user", flat=True)) == {captain.pk, second.pk}
    assert collected(made) == {"birds": 0, entered.names["en"]: 4}


def test_only_its_captain_enters_a_team(clock, economy):  # noqa: F811
    of = factories.brand()
    buy = factories.campaign(of)
    team = buying.open_team(buy, member("Captain")).team
    made = battling.announced(of, campaign=buy, sides=())

    with pytest.raises(errors.NotAllowed):
        entering.enter(actor=member("Somebody"), battle=made, buyteam=team, now=time.now())


def test_it_waits_with_the_count_until_the_engine_has_caught_up(clock, running_battle, ana, zoe, monkeypatch):
    monkeypatch.setattr(process, "at_once", lambda **_: None)
    felt(ana, by=zoe)
    end(running_battle, clock)

    assert counting.count_due(now=time.now()) == 0
    process.sweep(now=time.now())
    assert counting.count_due(now=time.now()) == 1
    assert scores(running_battle)["birds"] == 3


def test_it_is_final_a_day_after_the_count_and_gives_everybody_who_played_something_warm(
    clock, running_battle, ana, bo, zoe
):
    felt(ana, by=zoe)
    end(running_battle, clock)
    counting.count_due(now=time.now())
    assert Activity.objects.filter(verb="complete", object_type="battle").count() == 0

    clock.tick(hours=23, minutes=59)
    assert counting.finish_due(now=time.now()) == 0
    clock.tick(minutes=1)
    assert counting.finish_due(now=time.now()) == 1

    running_battle.refresh_from_db()
    assert running_battle.state == State.FINAL
    given = Activity.objects.get(verb="complete", object_type="battle")
    assert (given.actor, given.data) == (ana, {"place": 1, "teams": 2, "is_winner": True})
    assert (told(ana, "battle_story"), told(bo, "battle_story")) == (1, 0)
    assert list(proofs.check(Battle.objects.all())) == []
    call_command("battle_recompute", all=True, check=True)
    BattleTeam.objects.update(place=3)
    assert [found.what for found in proofs.check(Battle.objects.all())] == ["the places of the teams"]


def test_an_objection_holds_the_result_until_it_is_answered(clock, running_battle, ana, bo, zoe):
    post = felt(ana, by=zoe)
    end(running_battle, clock)
    counting.count_due(now=time.now())
    objection = counting.object_to(actor=bo, battle=running_battle, words="That was my story.", now=time.now())
    clock.tick(days=2)
    assert counting.finish_due(now=time.now()) == 0

    undo(post)
    counting.answer(by=factories.staff(), objection=objection, words="You are right.", now=time.now())
    assert scores(running_battle) == {"birds": 0, "steepers": 0}
    counting.finish_due(now=time.now())

    running_battle.refresh_from_db()
    assert running_battle.state == State.FINAL
    assert [result.seq for result in running_battle.results.order_by("seq")] == [1, 2]
    assert told(bo, "battle_answer") == 1


def test_only_players_object(clock, running_battle, zoe):
    end(running_battle, clock)
    counting.count_due(now=time.now())

    with pytest.raises(errors.NotAllowed):
        counting.object_to(actor=zoe, battle=running_battle, words="Unfair.", now=time.now())


def test_called_off_after_the_end_everything_that_it_gave_goes_back(clock, running_battle, ana, zoe):
    felt(ana, by=zoe)
    end(running_battle, clock)
    counting.count_due(now=time.now())
    clock.tick(days=1)
    before = growth(ana)
    counting.finish_due(now=time.now())

    counting.call_off(by=factories.staff(), battle=running_battle, reason="Bought likes.", now=time.now())

    running_battle.refresh_from_db()
    assert running_battle.state == State.VOID
    assert growth(ana) == before
    assert told(ana, "battle_void") == 1


def growth(user):
    return Account.objects.get(user=user, currency_id="growth").available


def test_its_brand_may_call_it_off_before_it_begins_and_not_after(clock, ana, bo):
    of = factories.brand()
    early, late = battling.announced(of), battling.announced(of)
    counting.call_off(by=of.owner, battle=early, reason="The harvest failed.", now=time.now())
    for team, player in zip(late.teams.all(), (ana, bo), strict=True):
        entering.join(actor=player, team=team, now=time.now())
    battling.begin(late, clock)
    late.refresh_from_db()

    with pytest.raises(errors.NotAllowed):
        counting.call_off(by=of.owner, battle=late, reason="We are behind.", now=time.now())


def clock_in_feed(made):
    """Return what came about by itself, the newest first, in English."""
    with translation.override("en"):
        return {str(entry.words): entry.at for entry in battles.board(pk=made.pk).feed if entry.who is None}


def test_what_the_clock_brings_stands_once_in_the_feed_and_at_most_once_in_an_inbox(clock, running_battle, ana, bo):
    made, wanted = running_battle, {kind.key for kind in kinds.every()}
    choices.choose(user=bo, wanted=wanted - {"battle_halfway"})
    half = made.starts_at + (made.ends_at - made.starts_at) / 2
    versions = []
    for moment in (half, half + HOUR, made.ends_at - HOUR, made.ends_at - timedelta(seconds=59)):
        clock.set(moment)
        for _again in range(2):
            running.tell_due(now=time.now())
        versions.append(topics.versions([battles.topic_of(made.pk)])[battles.topic_of(made.pk)])

    assert (told(ana, "battle_halfway"), told(ana, "battle_last_hour")) == (1, 0)
    assert (told(bo, "battle_halfway"), told(bo, "battle_last_hour")) == (0, 1)
    assert clock_in_feed(made) == {
        "The last minute": made.ends_at - timedelta(minutes=1),
        "The last hour": made.ends_at - HOUR,
        "Half of the time is over": half,
        "It has begun": made.starts_at,
    }
    first = versions[0]
    assert versions == [first, first, first + 1, first + 2], "each moment is drawn once for all who look"


def test_a_battle_of_an_hour_has_no_last_hour_of_its_own(clock, ana, bo):
    made = battling.battle(clock, [ana], [bo], ends_at=time.now() + 2 * HOUR)
    for minutes in (0, 30):
        clock.set(made.starts_at + timedelta(minutes=minutes))
        running.tell_due(now=time.now())

    assert list(clock_in_feed(made)) == ["Half of the time is over", "It has begun"]


def test_each_objection_reaches_the_staff(clock, running_battle, ana, bo):
    keeper = factories.staff("Keeper")
    battling.end(running_battle, clock)
    counting.count_due(now=time.now())
    made = Battle.objects.get(pk=running_battle.pk)
    for player in (ana, bo):
        counting.object_to(actor=player, battle=made, words="Look again.", now=time.now())

    assert told(keeper, "battle_objection") == 2


def test_a_score_event_and_a_result_cannot_be_changed(clock, running_battle, ana, zoe):
    felt(ana, by=zoe)
    collected(running_battle)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ScoreEvent.objects.update(units=9)


@pytest.mark.parametrize(
    "damage",
    [
        lambda: BattleTeam.objects.filter(position=0).update(score=99),
        lambda: BattlePlayer.objects.update(points=7),
        lambda: BattleTeam.objects.filter(position=0).update(players=9),
        lambda: Battle.objects.update(rules={"sources": {"stories": 50}, "daily_cap": 500, "best_of": 0}),
    ],
)
def test_whatever_does_not_follow_from_the_record_is_found(clock, running_battle, ana, zoe, damage):
    felt(ana, by=zoe)
    collected(running_battle)
    call_command("battle_recompute", all=True, check=True)

    damage()

    with pytest.raises(CommandError, match=running_battle.public_id):
        call_command("battle_recompute", all=True, check=True)


@pytest.mark.parametrize(
    "changes", [{"daily_cap": 99}, {"best_of": 1}, {"prizes": {"en": "Nothing."}}, {"sources": {}}]
)
def test_terms_that_changed_after_the_announcement_are_named(running_battle, changes):
    assert list(proofs.check(Battle.objects.all())) == []

    Battle.objects.update(**changes)

    with pytest.raises(CommandError, match="what it says, or who its teams are for, is something else"):
        call_command("battle_recompute", all=True, check=True)
