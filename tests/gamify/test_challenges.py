"""A challenge from its draft to the day on which everything is paid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import BrandStaff
from community.models import Group
from gamify.models import (
    Account,
    Activity,
    Award,
    Challenge,
    Consent,
    Entrant,
    Escrow,
    LedgerEntry,
    Mark,
    Prize,
    PurseEntry,
    Submission,
)
from gamify.selectors import challenge_console, challenge_list, challenges
from gamify.services import audit, process, purses, rebuilding, record
from gamify.services.challenges import (
    collecting,
    consents,
    drafting,
    entering,
    escrows,
    freezing,
    judging,
    locking,
    reviewing,
    rules,
    running,
    settling,
    stories,
    submitting,
)
from gamify.services.challenges.judging import Choice
from gamify.services.challenges.terms import Line, Task, Terms
from inbox import registry
from inbox.models import Notification
from lib import errors
from tests import factories
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, WRITE, House, post

pytestmark = pytest.mark.django_db
State = Challenge.State


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock)


def spark(user):
    return sum(Account.objects.filter(user=user, currency_id="spark").values_list("available", flat=True))


def assert_books_agree(now):
    process.sweep(now=now)
    assert [found for found in audit.check() if found[1]] == []
    assert list(rebuilding.rebuild(is_check=True)) == []


def people(count):
    return [factories.member(f"P{number}") for number in range(count)]


def enter(challenge, *everybody, now):
    return [entering.enter(actor=person, challenge=challenge, now=now) for person in everybody]


def codes(user):
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


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
    with pytest.raises(reviewing.Own):
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
    assert challenge.result.inputs_hash == rules.digest(freezing.inputs_of(challenge))
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


@pytest.mark.parametrize("moment", ["review", "announced", "running", "closing", "frozen"])
def test_calling_off_returns_everything_unpaid(house, clock, moment):
    made = house.draft()
    drafting.submit(by=house.editor, challenge=made, now=clock.now)
    [mei] = people(1)
    end = clock.now + timedelta(days=7)
    if moment != "review":
        drafting.approve(by=house.staff, challenge=made, now=clock.now)
    if moment in ("running", "closing", "frozen"):
        running.start_due(now=clock.now)
        enter(made, mei, now=clock.now)
        post(mei, clock.now)
        post(mei, clock.now)
    if moment in ("closing", "frozen"):
        running.close_due(now=end)
    if moment == "frozen":
        process.sweep(now=end)
        assert freezing.freeze(made.pk, now=end)
        assert Prize.objects.get().state == Prize.State.DUE
    if moment in ("review", "announced"):
        drafting.call_off(by=house.owner, challenge=made, reason="We changed our mind", now=end)
    else:
        with pytest.raises(errors.NotAllowed):  # once people take part, only staff
            drafting.call_off(by=house.owner, challenge=made, reason="We changed our mind", now=end)
        drafting.call_off(by=house.staff, challenge=made, reason="Rules were broken", now=end)

    assert house.purse == 1000
    assert not LedgerEntry.objects.filter(kind="transfer").exists()
    assert not Prize.objects.exclude(state=Prize.State.VOID).exists()
    assert settling.catch_up(now=end) == 0
    if moment == "running":
        assert {"challenge_cancelled"} <= codes(mei)
    assert_books_agree(end)


def test_who_may_do_what(house, clock):
    made = house.draft()
    outsider, now = factories.member("Out"), clock.now
    insider = factories.member("Inside", is_staff=True)
    BrandStaff.objects.create(brand=house.brand, user=insider)
    terms = Terms(names={"en": "Other"})
    for who, error in ((outsider, errors.NotFound), (house.staff, errors.NotAllowed)):
        with pytest.raises(error):
            drafting.draft(by=who, brand=house.brand, terms=terms, now=now)
        with pytest.raises(error):
            drafting.submit(by=who, challenge=made, now=now)
    drafting.submit(by=house.editor, challenge=made, now=now)
    for who, error in ((outsider, errors.NotFound), (house.owner, errors.NotAllowed), (insider, errors.NotAllowed)):
        with pytest.raises(error):
            drafting.approve(by=who, challenge=made, now=now)
        with pytest.raises(error):
            drafting.send_back(by=who, challenge=made, reason="No no", now=now)
        with pytest.raises(error):
            purses.grant(by=who, brand=house.brand, amount=5, note="For me", key="x", now=now)
    with pytest.raises(errors.NotAllowed):
        drafting.call_off(by=house.editor, challenge=made, reason="Only an owner", now=now)
    drafting.send_back(by=house.staff, challenge=made, reason="Say more", now=now)
    drafting.edit(by=house.editor, challenge=made, terms=Terms(names={"en": "Better"}))
    with pytest.raises(errors.Invalid) as incomplete:
        drafting.submit(by=house.editor, challenge=made, now=now)

    assert set(incomplete.value.fields) == {"story", "tasks", "lines", "ends_at"}
    assert Challenge.objects.get().state == State.DRAFT
    assert PurseEntry.objects.count() == 1


def test_nobody_enters_what_they_run_twice_or_before_and_after_its_time(house, clock):
    challenge = house.running()
    [mei] = people(1)
    with pytest.raises(entering.OwnChallenge):
        enter(challenge, house.editor, now=clock.now)
    first, again = enter(challenge, mei, mei, now=clock.now)
    assert first == again
    assert Challenge.objects.get().entrants_count == 1
    with pytest.raises(locking.WrongMoment):
        enter(challenge, *people(1), now=clock.now + timedelta(days=7))


def test_a_budget_must_be_there_and_is_taken_once(economy, clock):  # noqa: F811
    house = House(clock, budget=50)
    made = house.draft()
    drafting.submit(by=house.editor, challenge=made, now=clock.now)
    with pytest.raises(purses.TooLittle) as refused:
        drafting.approve(by=house.staff, challenge=made, now=clock.now)
    assert (refused.value.data["available"], refused.value.data["needed"]) == (50, 60)
    for _ in range(2):
        purses.grant(by=house.staff, brand=house.brand, amount=10, note="A little more", key="2", now=clock.now)
    drafting.approve(by=house.staff, challenge=made, now=clock.now)

    assert house.purse == 0
    assert_books_agree(clock.now)


def test_a_badge_is_won_through_the_engine_and_a_winner_tells_a_story(house, clock):
    challenge = house.running(lines=[Line("finish", 2, "badge", {"badge": "laurel"})])
    assert Escrow.objects.get().amount == 0
    [mei] = people(1)
    enter(challenge, mei, now=clock.now)
    for _ in range(2):
        post(mei, clock.now)
    later = clock.now + timedelta(days=8)
    settling.catch_up(now=later)
    assert_books_agree(later)

    stories.tell(actor=mei, challenge=challenge, words="I wrote every evening.")
    with pytest.raises(errors.NotFound):
        stories.tell(actor=house.owner, challenge=challenge, words="Me too")

    assert Award.objects.filter(user=mei, badge_key="laurel", revoked_at=None).exists()
    assert Entrant.objects.get().story == "I wrote every evening."


def test_the_command_catches_up_after_downtime_and_says_so(house, clock, capsys):
    challenge = house.running()
    [mei] = people(1)
    enter(challenge, mei, now=clock.now)
    for _ in range(2):
        post(mei, clock.now)
    clock.tick(days=30)

    call_command("settle")
    call_command("settle", challenge=challenge.public_id)
    process.sweep(now=clock.now)
    call_command("ledger_check")
    before = list(Account.objects.order_by("pk").values_list("available", "held"))
    call_command("rebuild")
    assert list(Account.objects.order_by("pk").values_list("available", "held")) == before

    said = capsys.readouterr().out
    assert "settled 1\nsettled 0\n" in said
    assert "ok: escrows paid what their prizes say" in said
    assert WRITE.goal == 2


@pytest.mark.parametrize("size", [1, 12])
def test_reads_and_looks_cost_the_same_for_one_and_for_many(house, clock, size, django_assert_num_queries):
    challenge = house.running(WRITE, PROVE)
    for person in people(size):
        enter(challenge, person, now=clock.now)
        post(person, clock.now)
        post(person, clock.now)
    mei = Entrant.objects.first()
    submitting.hand_in(actor=mei.user, task=challenge.tasks.get(kind="proof"), text="Here", now=clock.now)
    challenge = Challenge.objects.select_related("brand").get()

    with django_assert_num_queries(18):
        assert collecting.collect(challenge.pk, now=clock.now) == 2 * size
    with django_assert_num_queries(9):
        assert collecting.collect(challenge.pk, now=clock.now) == 0
    with django_assert_num_queries(3):
        assert [row.units for row in challenges.task_rows(challenge=challenge, entrant=mei)] == [2, 0]
    with django_assert_num_queries(3):
        assert challenges.burn(challenge=challenge).promised == 0
    with django_assert_num_queries(1):
        assert [each.waiting for each in challenge_console.overview(brand=house.brand)] == [1]
    with django_assert_num_queries(4):
        assert challenge_console.money(brand=house.brand).held == 60
    with django_assert_num_queries(1):
        assert [row.task.kind for row in challenge_console.submissions(challenge=challenge)] == ["proof"]
    assert rules.are_kept(challenge)


def test_every_line_in_the_inbox_says_something_in_both_languages():
    data = {"challenge": {"en": "Tea & <b>", "zh-hans": "茶"}, "reason": "50% off", "points": 3, "prize": {"en": "3"}}
    for kind in registry.every():
        if kind.key.startswith("challenge_"):
            for language in ("en", "zh-hans"):
                with translation.override(language):
                    said = kind.sentence(data, "Mei")
                    assert "Tea & <b>" in said or "茶" in said
                    assert "%(" not in said


def test_a_secret_group_runs_its_own_challenge_from_its_own_purse(house, clock):
    tea = scenes.group("tea", visibility="secret", join_policy="invite")
    place = f"group:{tea.pk}"
    lead = scenes.join(tea, factories.member("Lead"), role="moderator")
    mei, stranger = scenes.join(tea, factories.member("Mei")), factories.member("Stranger")
    terms = Terms(
        names={"en": "Our week"}, stories={"en": "Us"}, tasks=[WRITE], lines=[FINISH],
        ends_at=clock.now + timedelta(days=7),
    )  # fmt: skip
    with pytest.raises(errors.NotFound):
        drafting.draft(by=mei, scope=place, terms=terms, now=clock.now)
    with pytest.raises(errors.NotFound):
        purses.grant(by=house.staff, scope="group:999999", amount=60, note="None", key="g", now=clock.now)
    purses.grant(by=house.staff, scope=place, amount=60, note="A week", key="g", now=clock.now)
    made = drafting.draft(by=lead, scope=place, terms=terms, now=clock.now)
    drafting.submit(by=lead, challenge=made, now=clock.now)
    drafting.approve(by=house.staff, challenge=made, now=clock.now)
    running.start_due(now=clock.now)

    made.refresh_from_db()
    assert (made.places, made.is_public) == ([place], False)
    assert not Challenge.objects.visible_to(stranger).exists()
    assert not Challenge.objects.visible_to(AnonymousUser()).exists()
    Group.objects.update(visibility="public")
    assert (running.recheck_places(now=clock.now), running.recheck_places(now=clock.now)) == (1, 0)
    assert Challenge.objects.visible_to(stranger).exists()
    Group.objects.update(visibility="secret")
    running.recheck_places(now=clock.now)
    assert not Challenge.objects.visible_to(stranger).exists()
    [card] = challenge_list.page(viewer=mei).cards
    assert (card.house, card.disclosure, card.places) == (tea.name, "", (tea.name,))
    with pytest.raises(entering.OwnChallenge):
        enter(made, lead, now=clock.now)
    enter(made, mei, now=clock.now)
    for _ in range(2):
        post(mei, clock.now, group=tea.pk)
    end = clock.now + timedelta(days=8)
    assert settling.catch_up(now=end) == 1
    assert challenge_console.money(scope=place).available == 40
    assert_books_agree(end)


def test_who_left_or_came_to_run_it_makes_room_for_the_next(house, clock):
    challenge = house.running(lines=[Line("first", 1, "points", {"amount": 20})])
    gone, hired, next_ = people(3)
    enter(challenge, gone, hired, next_, now=clock.now)
    for hour, person in enumerate((gone, hired, next_)):
        for _ in range(2):
            post(person, clock.now + timedelta(hours=hour))
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    BrandStaff.objects.create(brand=house.brand, user=hired)

    assert settling.catch_up(now=clock.now + timedelta(days=8)) == 1

    assert [(prize.entrant.user, prize.state) for prize in Prize.objects.all()] == [(next_, "given")]
    left_out = Entrant.objects.filter(user__in=(gone, hired)).values_list("public_id", flat=True)
    assert Challenge.objects.get().result.document["left_out"] == sorted(left_out)


def test_a_prize_that_fails_is_given_the_next_time_and_nothing_returns_before(house, clock, monkeypatch, caplog):
    challenge = house.running()
    for person in people(2):
        enter(challenge, person, now=clock.now)
        post(person, clock.now)
        post(person, clock.now)
    end = clock.now + timedelta(days=8)
    monkeypatch.setattr(escrows, "pay", lambda held, amount: 1 / 0)
    assert settling.catch_up(now=end) == 0
    assert (house.purse, Escrow.objects.get().held) == (940, 60)
    assert set(Prize.objects.values_list("state", flat=True)) == {"due"}
    with pytest.raises(CommandError, match="2 prizes could not be given"):
        call_command("settle", challenge=challenge.public_id)

    monkeypatch.undo()
    assert settling.catch_up(now=end) == 1
    assert (house.purse, Escrow.objects.get().paid) == (960, 40)
    assert "ZeroDivisionError" in caplog.text


def test_a_purse_is_filled_by_command_once_for_its_key_and_by_staff_only(house, capsys):
    def fund(amount, by, key):
        call_command("fund", house.brand.slug, amount, by=by.handle, key=key, note="Summer")

    fund(50, house.staff, "summer")
    fund(50, house.staff, "summer")
    fund(-20, house.staff, "less")
    for amount, by in ((-5000, house.staff), (50, house.owner), (0, house.staff)):
        with pytest.raises(CommandError):
            fund(amount, by, "more")

    assert house.purse == 1030
    assert "available now: 1030" in capsys.readouterr().out
