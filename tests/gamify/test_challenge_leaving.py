"""Leaving a challenge and changing the team; and that nobody decides about what they take part in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import BrandStaff
from accounts.services import brand_people
from gamify.models import Challenge, Entrant, Prize, Submission
from gamify.selectors import challenge_board, challenge_mine
from gamify.services import process
from gamify.services.challenges import (
    collecting,
    drafting,
    entering,
    freezing,
    judging,
    leaving,
    locking,
    reviewing,
    running,
    settling,
    submitting,
)
from gamify.services.challenges.judging import Choice
from gamify.services.challenges.terms import Line
from lib import errors
from tests import factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, WRITE, House, assert_books_agree, enter, people, post, spark

pytestmark = pytest.mark.django_db
JURY = Line("jury", 1, "points", {"amount": 100})


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock)


def test_who_has_done_nothing_changes_the_team_leaves_without_a_trace_and_comes_back(house, clock):
    challenge = house.running(team_size=2)
    mei, tom, ana = people(3)
    early = entering.found(actor=mei, challenge=challenge, name="Early", now=clock.now).team
    late = entering.found(actor=tom, challenge=challenge, name="Late", now=clock.now).team

    moved = entering.join(actor=mei, team=late, now=clock.now + timedelta(hours=1))
    assert (moved.team, moved.entered_at) == (late, clock.now + timedelta(hours=1))
    assert not challenge.teams.filter(pk=early.pk).exists()  # nobody ever did a thing for it
    with pytest.raises(entering.TeamFull):
        entering.join(actor=ana, team=late, now=clock.now)
    leaving.leave(actor=tom, challenge=challenge, now=clock.now)
    leaving.leave(actor=tom, challenge=challenge, now=clock.now)

    late.refresh_from_db()
    assert (late.captain, late.members, Challenge.objects.get().entrants_count) == (mei, 1, 1)
    assert entering.join(actor=tom, team=late, now=clock.now).team == late
    assert_books_agree(clock.now)


def test_who_has_done_something_leaves_for_good_and_the_team_keeps_it_with_the_place(house, clock, client):
    challenge = house.running(WRITE, PROVE, team_size=2)
    mei, tom, ana = people(3)
    team = entering.found(actor=mei, challenge=challenge, name="Early", now=clock.now).team
    entering.join(actor=tom, team=team, now=clock.now)
    other = entering.found(actor=ana, challenge=challenge, name="Other", now=clock.now).team
    at = clock.now + timedelta(hours=1)
    for person in (mei, mei, tom):
        post(person, at)
    proof = submitting.hand_in(actor=mei, task=challenge.tasks.get(kind="proof"), text="Here", now=at)
    collecting.collect(challenge.pk, now=at)
    with pytest.raises(entering.OtherTeam):
        entering.join(actor=mei, team=other, now=at)
    client.force_login(mei)
    assert "Leave for good" in client.get(f"/challenges/{challenge.public_id}/").content.decode()
    assert client.post(f"/challenges/{challenge.public_id}/leave/").status_code == 303
    post(mei, at + timedelta(hours=1))
    collecting.collect(challenge.pk, now=at + timedelta(hours=1))

    team.refresh_from_db()
    proof.refresh_from_db()
    assert (team.score, team.members, team.captain, proof.state) == (30, 2, tom, Submission.State.REFUSED)
    assert "You have left this challenge" in client.get(f"/challenges/{challenge.public_id}/").content.decode()
    for again in (entering.found, entering.join):
        with pytest.raises(entering.Left):
            again(actor=mei, now=at, **({"team": other} if again is entering.join else _named(challenge)))
    with pytest.raises(entering.Left):
        submitting.hand_in(actor=mei, task=proof.task, text="Again", now=at)
    assert [mate.entrant.user for mate in challenge_mine.mates(team=team, viewer=tom)] == [tom]
    hers = Submission.objects.get(entrant__user=mei)
    assert challenge_mine.submission(viewer=tom, public_id=hers.public_id) == hers
    before = spark(mei)
    proved = submitting.hand_in(actor=tom, task=proof.task, text="Mine", now=at)
    with pytest.raises(errors.NotFound):  # what the team hands in from now on is not hers to read
        challenge_mine.submission(viewer=mei, public_id=proved.public_id)
    reviewing.accept(by=house.editor, submission=proved, now=at)
    end = clock.now + timedelta(days=8)
    assert settling.catch_up(now=end) == 1
    with pytest.raises(locking.WrongMoment):
        leaving.leave(actor=tom, challenge=challenge, now=end)

    assert [prize.entrant.user for prize in Prize.objects.all()] == [tom]
    assert spark(mei) == before
    assert_books_agree(end)


def test_who_left_alone_makes_room_for_the_next_and_stands_nowhere(house, clock):
    challenge = house.running(lines=[Line("first", 1, "points", {"amount": 20})])
    mei, tom = people(2)
    enter(challenge, mei, tom, now=clock.now)
    for hour, person in enumerate((mei, tom)):
        for _ in range(2):
            post(person, clock.now + timedelta(hours=hour))
    collecting.collect(challenge.pk, now=clock.now + timedelta(hours=3))
    end = clock.now + timedelta(days=7)
    running.close_due(now=end)
    leaving.leave(actor=mei, challenge=challenge, now=end)  # over, and not yet decided
    challenge.refresh_from_db()
    assert (challenge.entrants_count, challenge.finishers_count) == (1, 1)
    assert [row.entrant.user for row in challenge_board.page(challenge=challenge).rows] == [tom]

    assert settling.catch_up(now=end + timedelta(hours=1)) == 1
    assert [prize.entrant.user for prize in Prize.objects.all()] == [tom]
    document = Challenge.objects.get().result.document
    assert len(document["standings"]) == 1
    assert document["left_out"] == [Entrant.objects.get(user=mei).public_id]
    assert_books_agree(end)


def test_nobody_who_takes_part_decides_and_nobody_who_had_a_hand_in_it_enters(house, clock):
    challenge = house.running(PROVE, lines=[FINISH, JURY], team_size=2)
    keeper, mei, tom = factories.member("Second", is_staff=True), *people(2)
    BrandStaff.objects.filter(user=house.editor).update(role="owner")
    brand_people.remove(by=house.owner, brand=house.brand, handle=house.owner.handle, now=clock.now)
    for had_a_hand in (house.owner, house.staff):  # stepped down for it; approved it
        with pytest.raises(entering.OwnChallenge):
            entering.found(actor=had_a_hand, challenge=challenge, name="Ours", now=clock.now)
    team = entering.found(actor=keeper, challenge=challenge, name="Keepers", now=clock.now).team
    entering.join(actor=mei, team=team, now=clock.now)
    entering.found(actor=tom, challenge=challenge, name="Rivals", now=clock.now)
    rival = submitting.hand_in(actor=tom, task=challenge.tasks.get(), text="Mine", now=clock.now)
    friend = submitting.hand_in(actor=mei, task=challenge.tasks.get(), text="Ours", now=clock.now)
    for decide in (
        lambda: reviewing.refuse(by=keeper, submission=rival, reason="Too good", now=clock.now),
        lambda: drafting.call_off(by=keeper, challenge=challenge, reason="We lose", now=clock.now),
    ):
        with pytest.raises(locking.TakesPart):
            decide()
    for each in (rival, friend):
        reviewing.accept(by=house.editor, submission=each, now=clock.now)
    end = clock.now + timedelta(days=7)
    running.close_due(now=end)
    process.sweep(now=end)
    line, mate = challenge.lines.get(rule="jury"), Entrant.objects.get(user=mei)
    with pytest.raises(locking.TakesPart):
        judging.choose(by=keeper, line=line, choices=[Choice(mate, "The best by far")], now=end)
    Entrant.objects.filter(user=mei).update(left_at=end)
    with pytest.raises(errors.Invalid):
        judging.choose(by=house.editor, line=line, choices=[Choice(_fresh(mate), "The best by far")], now=end)

    assert not freezing.freeze(challenge.pk, now=end)  # the jury still has time


def test_one_mailbox_has_one_part_and_none_in_what_it_runs(house, clock):
    challenge = house.running()
    mei, again, owner_too = people(3)
    for person, email in ((mei, "mei.tea@gmail.com"), (again, "Meitea+2@googlemail.com")):
        person.email = email
        person.save(update_fields=["email"])
    name, _at, host = house.owner.email.partition("@")
    owner_too.email = f"{name}+prizes@{host}"
    owner_too.save(update_fields=["email"])
    enter(challenge, mei, mei, now=clock.now)

    for person in (again, owner_too):
        with pytest.raises(entering.SamePerson):
            enter(challenge, person, now=clock.now)
    assert Challenge.objects.get().entrants_count == 1


def _fresh(entrant):
    return Entrant.objects.get(pk=entrant.pk)


def _named(challenge):
    return {"challenge": challenge, "name": "Anew"}
