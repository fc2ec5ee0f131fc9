"""What stops a challenge, who may do what in one, and what it costs to look."""

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
    Award,
    Challenge,
    Entrant,
    Escrow,
    LedgerEntry,
    Prize,
    PurseEntry,
)
from gamify.selectors import challenge_console, challenge_list, challenges
from gamify.services import process, purses
from gamify.services.challenges import (
    collecting,
    drafting,
    entering,
    escrows,
    freezing,
    locking,
    rules,
    running,
    settling,
    stories,
    submitting,
)
from gamify.services.challenges.terms import Line, Terms
from inbox import registry
from lib import errors
from tests import factories
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, WRITE, House, assert_books_agree, codes, enter, people, post

pytestmark = pytest.mark.django_db
State = Challenge.State


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock)


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
