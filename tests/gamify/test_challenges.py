"""A challenge from its draft to the day on which everything is paid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import BrandStaff
from gamify.models import (
    Activity,
    Challenge,
    Consent,
    Entrant,
    Escrow,
    Mark,
    Prize,
    Submission,
)
from gamify.services import process, record
from gamify.services.challenges import (
    collecting,
    consents,
    drafting,
    entering,
    freezing,
    judging,
    locking,
    reviewing,
    rules,
    running,
    settling,
    submitting,
)
from gamify.services.challenges.judging import Choice
from gamify.services.challenges.terms import Line, Task
from lib import documents, errors
from tests import factories
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, House, assert_books_agree, codes, enter, people, post, spark

pytestmark = pytest.mark.django_db
State = Challenge.State


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock)


def test_two_of_three_finish_and_are_paid_once_and_the_rest_goes_back(house, clock):
    challenge = house.running()
    assert house.purse == 940
    mei, tom, ana = people(3)
    enter(challenge, mei, tom, ana, now=clock.now)
    at = clock.now + timedelta(minutes=1)
    for person, times in ((mei, 2), (tom, 5), (ana, 1)):
        for _ in range(times):
            post(person, at)
    before = {person: spark(person) for person in (mei, tom, ana)}
    assert collecting.collect(challenge.pk, now=at) == 8
    assert collecting.collect(challenge.pk, now=at) == 0
    scores = dict(Entrant.objects.values_list("user", "score"))
    assert scores == {mei.pk: 20, tom.pk: 40, ana.pk: 10}  # of tom's five posts four count

    later = clock.now + timedelta(days=8)
    assert settling.catch_up(now=later) == 1
    assert settling.catch_up(now=later) == 0

    challenge.refresh_from_db()
    assert challenge.state == State.SETTLED
    assert [spark(person) - before[person] for person in (mei, tom, ana)] == [20, 20, 0]
    escrow = Escrow.objects.get()
    assert (escrow.amount, escrow.paid, escrow.returned, escrow.held) == (60, 40, 20, 0)
    assert house.purse == 960
    assert {"challenge_won", "challenge_finished", "challenge_entered"} <= codes(mei)
    assert "challenge_settled" in codes(house.owner)
    assert "challenge_won" not in codes(ana)
    assert Activity.objects.filter(verb="finish").count() == Activity.objects.filter(verb="win").count() == 2
    assert_books_agree(later)


def test_what_is_undone_before_the_freeze_counts_no_more_and_comes_back_with_its_redo(house, clock):
    challenge = house.running()
    mei, tom = people(2)
    enter(challenge, mei, tom, now=clock.now)
    at = clock.now + timedelta(hours=1)
    for person in (mei, tom):
        post(person, at, key=f"first:{person.pk}")
        post(person, at)
    collecting.collect(challenge.pk, now=at)
    assert Challenge.objects.get().finishers_count == 2

    end = clock.now + timedelta(days=8)
    for person in (mei, tom):
        record.undo(key=f"first:{person.pk}", reason="removed", by=None, now=end)
    record.redo(key=f"first:{tom.pk}", reason="restored", by=None, now=end)
    process.sweep(now=end)
    collecting.collect(challenge.pk, now=end)
    assert sorted(Mark.objects.filter(units=-1).values_list("entrant__user", flat=True)) == sorted((mei.pk, tom.pk))
    settling.catch_up(now=end)

    assert [prize.entrant.user for prize in Prize.objects.all()] == [tom]
    assert Entrant.objects.get(user=tom).finished_at == at
    record.undo(key=f"first:{tom.pk}", reason="removed", by=None, now=end)
    process.sweep(now=end)
    assert collecting.collect(challenge.pk, now=end) == 0
    assert_books_agree(end)


def test_only_what_is_done_after_entering_before_the_end_and_in_its_groups_counts(house, clock):
    tea, other = scenes.group("tea"), scenes.group("other")
    lead = scenes.join(tea, factories.member("Lead"), role="moderator")
    made = house.draft(places=[f"group:{tea.pk}"])
    drafting.submit(by=house.editor, challenge=made, now=clock.now)
    with pytest.raises(consents.Unanswered):
        drafting.approve(by=house.staff, challenge=made, now=clock.now)
    asked = Consent.objects.get()
    with pytest.raises(errors.NotFound):
        consents.answer(by=factories.member("Nobody"), consent=asked, agrees=True, now=clock.now)
    BrandStaff.objects.create(brand=house.brand, user=lead)
    with pytest.raises(errors.HearthError):  # who works for the brand does not speak for the group
        consents.answer(by=lead, consent=asked, agrees=True, now=clock.now)
    BrandStaff.objects.filter(user=lead).delete()
    consents.answer(by=lead, consent=asked, agrees=True, now=clock.now)
    drafting.approve(by=house.staff, challenge=made, now=clock.now)
    running.start_due(now=clock.now)

    mei, stranger = scenes.join(tea, factories.member("Mei")), factories.member("Stranger")
    with pytest.raises(entering.ForOthers):
        enter(made, stranger, now=clock.now)
    post(mei, clock.now, group=tea.pk)  # too early
    at = clock.now + timedelta(hours=1)
    enter(made, mei, now=at)
    post(mei, at, group=other.pk)
    post(mei, at, group=tea.pk)
    post(mei, clock.now + timedelta(days=7), group=tea.pk)  # too late
    collecting.collect(made.pk, now=at)

    assert Entrant.objects.get().progress.get().units == 1
    assert {"challenge_consent"} <= codes(lead)
    assert {"challenge_answered", "challenge_announced"} <= codes(house.owner)


def test_a_proof_is_refused_once_tried_again_and_accepted_by_somebody_else(house, clock):
    challenge = house.running(PROVE)
    mei = factories.member("Mei", is_staff=True)
    enter(challenge, mei, now=clock.now)
    task = challenge.tasks.get()
    with pytest.raises(errors.Invalid) as empty:
        submitting.hand_in(actor=mei, task=task, now=clock.now)
    with pytest.raises(errors.Invalid) as bad:
        submitting.hand_in(actor=mei, task=task, link="javascript:alert(1)", now=clock.now)
    assert (list(empty.value.fields), list(bad.value.fields)) == (["text"], ["link"])
    first = submitting.hand_in(actor=mei, task=task, text="Here", now=clock.now)
    with pytest.raises(submitting.HandedIn):
        submitting.hand_in(actor=mei, task=task, text="Again", now=clock.now)
    with pytest.raises(locking.TakesPart):
        reviewing.accept(by=mei, submission=first, now=clock.now)
    with pytest.raises(errors.NotFound):
        reviewing.accept(by=factories.member("Nobody"), submission=first, now=clock.now)

    late = clock.now + timedelta(days=7, hours=1)
    running.close_due(now=late)
    reviewing.refuse(by=house.editor, submission=first, reason="Too dark to see", now=late)
    assert not freezing.freeze(challenge.pk, now=late)  # two days for another try
    second = submitting.hand_in(actor=mei, task=task, text="Brighter", now=late)
    reviewing.accept(by=house.editor, submission=second, now=late)
    reviewing.accept(by=house.editor, submission=second, now=late)
    process.sweep(now=late)
    assert freezing.freeze(challenge.pk, now=late)
    with pytest.raises(locking.WrongMoment):
        reviewing.refuse(by=house.editor, submission=second, reason="Too late now", now=late)

    entrant = Entrant.objects.get()
    assert (entrant.score, entrant.finished_at) == (5, late)
    assert {"challenge_reviewed"} <= codes(mei)
    assert {"challenge_submission", "challenge_over"} <= codes(house.editor)


def test_silence_accepts_and_nothing_is_settled_before(house, clock):
    challenge = house.running(PROVE)
    [mei] = people(1)
    enter(challenge, mei, now=clock.now)
    at = clock.now + timedelta(days=6, hours=23)
    submitting.hand_in(actor=mei, task=challenge.tasks.get(), text="Here", now=at)

    assert settling.catch_up(now=clock.now + timedelta(days=8)) == 0
    assert settling.catch_up(now=at + timedelta(days=3)) == 1

    assert Submission.objects.get().state == Submission.State.ACCEPTED
    assert Prize.objects.get().state == Prize.State.GIVEN


def test_winners_by_first_score_jury_and_draw(house, clock):
    lines = (
        Line("first", 1, "points", {"amount": 7}),
        Line("score", 2, "points", {"amount": 11}),
        Line("jury", 2, "points", {"amount": 13}),
        Line("draw", 1, "points", {"amount": 17}),
    )
    challenge = house.running(lines=lines, member_cap=25)
    mei, tom, ana = people(3)
    entrants = enter(challenge, mei, tom, ana, now=clock.now)
    hours = iter(range(1, 20))
    for person in (tom, mei, mei, mei, mei, tom, tom, tom, ana, ana):
        post(person, clock.now + timedelta(hours=next(hours)))
    over = clock.now + timedelta(days=7)
    collecting.collect(challenge.pk, now=over)
    jury = challenge.lines.get(rule="jury")
    for each in entrants:
        each.refresh_from_db()
    with pytest.raises(locking.WrongMoment):
        judging.choose(by=house.editor, line=jury, choices=[Choice(entrants[2], "Kind to all")], now=over)
    running.close_due(now=over)
    with pytest.raises(errors.Invalid):
        judging.choose(by=house.editor, line=jury, choices=[Choice(entrants[2], "")], now=over)
    judging.choose(by=house.editor, line=jury, choices=[Choice(entrants[2], "Kind to all")], now=over)
    assert settling.catch_up(now=over) == 0  # the jury may still choose another one

    later = over + timedelta(days=3)
    assert settling.catch_up(now=later) == 1

    challenge.refresh_from_db()
    won = {(prize.line.rule, prize.place): prize for prize in Prize.objects.select_related("line", "entrant__user")}
    assert won["first", 1].entrant.user == mei  # had both posts first, though tom began
    assert (won["score", 1].entrant.user, won["score", 2].entrant.user) == (mei, tom)  # equal, and mei got there first
    assert (won["jury", 1].entrant.user, won["jury", 1].words) == (ana, "Kind to all")
    assert won["jury", 2].words == ""  # drawn
    drawn = challenge.result.document["winners"]["3"]
    assert [won["draw", 1].entrant.public_id] == [key for key, _amount in drawn]
    assert rules.seed_hash(challenge.result.document["seed"]) == challenge.rules["draw_hash"]
    assert challenge.result.inputs_hash == documents.digest(freezing.inputs_of(challenge))
    totals = {}
    for prize in won.values():
        totals[prize.entrant.user] = totals.get(prize.entrant.user, 0) + prize.amount
    assert max(totals.values()) <= 25
    assert won["draw", 1].amount == 17 or totals[won["draw", 1].entrant.user] == 25
    assert_books_agree(later)


def test_a_team_shares_its_tasks_and_a_late_joiner_finds_what_it_has(house, clock):
    challenge = house.running(Task(names={"en": "Six"}, verb="create", goal=6), team_size=2, lines=[FINISH])
    assert Escrow.objects.get().amount == 3 * 2 * 20
    mei, tom, ana = people(3)
    with pytest.raises(entering.NoSuchPart):
        enter(challenge, mei, now=clock.now)
    first = entering.found(actor=mei, challenge=challenge, name="Kettles", now=clock.now)
    for _ in range(4):
        post(mei, clock.now + timedelta(hours=1))
    later = clock.now + timedelta(days=6)
    entering.join(actor=tom, team=first.team, now=later)
    with pytest.raises(entering.TeamFull):
        entering.join(actor=ana, team=first.team, now=later)
    for _ in range(2):
        post(tom, later)
    collecting.collect(challenge.pk, now=later)
    first.team.refresh_from_db()
    assert (first.team.members, first.team.score, first.team.finished_at) == (2, 6, later)
    assert dict(Entrant.objects.values_list("user", "score")) == {mei.pk: 4, tom.pk: 2}

    end = clock.now + timedelta(days=8)
    assert settling.catch_up(now=end) == 1

    assert {prize.entrant.user for prize in Prize.objects.filter(state="given")} == {mei, tom}
    assert (Escrow.objects.get().paid, Escrow.objects.get().returned) == (40, 80)
    assert_books_agree(end)
