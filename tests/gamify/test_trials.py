"""Trying an economy on what was done lately: the truth for the one in force, and no trace of it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, strategies as st

from gamify.models import Award, LedgerEntry
from gamify.services import backfills, economies, late_badges, process, record, trials
from gamify.storage import trials as storage
from tests import factories
from tests.gamify import test_properties as properties
from tests.gamify.conftest import DEFAULT
from tests.gamify.test_queries import record_many, statements
from tests.gamify.test_rules import POST

TEXT = DEFAULT.read_text("utf-8")
TWO_A_DAY = TEXT.replace("cap_times = 5", "cap_times = 2", 1)
ROCKET = """
[[rule]]
key = "to-the-moon"
verb = "fly"
names = { en = "To the moon" }
effects = [{ kind = "points", currency = "growth", amount = 1000 }]

[[badge]]
key = "twice"
verb = "create"
names = { en = "Twice" }
metric = "count"
goal = 2
icon = "bird"

[[quest]]
key = "there-and-back"
names = { en = "There and back" }
steps = [
  { key = "up", verb = "fly", names = { en = "Up" }, metric = "count", goal = 1 },
  { key = "down", verb = "create", names = { en = "Down" }, metric = "count", goal = 1 },
]
"""


def given_since(moment=None):
    """Return what the ledger says was given, less what was taken back."""
    rows = LedgerEntry.objects.filter(kind__in=("earn", "reverse"), **({"at__gte": moment} if moment else {}))
    return dict(rows.values_list("account__currency_id").annotate(Sum("amount")))


def every_row():
    return {model: sorted(map(repr, model.objects.values_list())) for model in apps.get_models()}


def posts(did, person, *, day, count, at):
    for number in range(count):
        did(person, "create", key=f"post:{person.pk}-{day}-{number}", at=at + timedelta(minutes=number), **POST)


@pytest.fixture
def week(economy, member, did, clock):
    """Mei wrote six posts eight days ago and six yesterday, Tom one; two undone: one of each day."""
    mei, tom = member("mei"), member("tom")
    posts(did, mei, day=1, count=6, at=clock.now)
    clock.tick(days=7, hours=12)
    posts(did, mei, day=2, count=6, at=clock.now)
    posts(did, tom, day=2, count=1, at=clock.now)
    clock.tick(hours=12)
    for day in (1, 2):
        undo = record.undo(key=f"post:{mei.pk}-{day}-0", reason="removed", by=None, now=clock.now)
        process.batch(ids=(undo.pk,), now=clock.now)
    return mei, tom


def test_the_economy_in_force_comes_out_as_it_was_in_truth(week, clock):
    mei, tom = week
    older = LedgerEntry.objects.filter(activity__undoes__key=f"post:{mei.pk}-1-0")
    back = dict(older.values_list("account__currency_id").annotate(Sum("amount")))

    found = trials.run(text=TEXT, days=7, now=clock.now)

    truth = given_since(clock.now - timedelta(days=7))
    assert found.before.points == found.after.points == {key: truth[key] - back.get(key, 0) for key in truth}
    assert (found.tried, found.after.left_out, found.members, found.people, found.done) == (8, 1, 2, 2, 9)
    assert found.before.lines["rule/share-moment"].times == 5  # five of Mei's six, one undone, and one of Tom's
    assert found.before.lines["rule/share-moment"].refusals == {"capped": 1}
    assert found.before.lines["rule/first-moment"].people == {tom.pk}
    assert found.report.is_unchanged


def test_a_lower_cap_is_felt_by_whoever_does_much(week, clock):
    mei, tom = week

    found = trials.run(text=TWO_A_DAY, days=7, now=clock.now)

    line = found.after.lines["rule/share-moment"]
    assert (line.times, line.refusals["capped"], line.people) == (2, 4, {mei.pk, tom.pk})
    assert found.after.members[mei.pk]["growth"] == found.before.members[mei.pk]["growth"] - 30
    assert found.after.members[tom.pk] == found.before.members[tom.pk]


def test_new_badges_are_counted_and_rules_that_nobody_meets_give_nothing(week, clock):
    mei, _tom = week

    found = trials.run(text=TEXT + ROCKET, days=7, now=clock.now)

    assert found.after.lines["badge/twice"].people == {mei.pk}
    assert "rule/to-the-moon" not in found.after.lines
    assert found.late == (late_badges.Late("badge/twice@1", people=1, looked_at=2),)


def test_whom_a_new_badge_comes_to_at_once_is_whom_it_comes_to_when_it_is_published(week, member, did, clock):
    posts(did, member("ana"), day=1, count=2, at=clock.now - timedelta(minutes=5))
    text = TEXT + ROCKET.replace("goal = 2", "goal = 7")

    said = trials.run(text=text, days=7, now=clock.now).late
    economies.publish(text=text, now=clock.now)
    backfills.advance(now=clock.tick(minutes=1))
    process.sweep(now=clock.now)

    assert said == (late_badges.Late("badge/twice@1", people=1, looked_at=3),)
    assert [award.user.username for award in Award.objects.filter(badge_key="twice")] == ["mei"]


def test_a_log_too_long_to_look_at_whole_is_passed_over(week, clock, monkeypatch):
    mei, tom = week
    monkeypatch.setattr(storage, "WHOLE", 5)

    assert storage.whole((mei.pk, tom.pk)) == (tom.pk,)


def test_what_was_reached_before_is_not_reached_again(week, clock):
    mei, tom = week

    lately = trials.run(text=TEXT, days=7, now=clock.now)
    ever = trials.run(text=TEXT, days=30, now=clock.now)

    assert lately.after.lines["badge/first-words"].people == {tom.pk}
    assert ever.after.lines["badge/first-words"].people == {mei.pk, tom.pk}
    assert ever.after.points == given_since()


def test_a_trial_writes_nothing(week, clock):
    before = every_row()

    trials.run(text=TWO_A_DAY + ROCKET, days=30, now=clock.now)

    assert every_row() == before


@pytest.mark.parametrize("text", [TEXT, TWO_A_DAY + ROCKET])
def test_a_trial_costs_the_same_queries_for_few_and_for_many(economy, member, clock, text):
    people = [member(f"m{number}") for number in range(20)]
    few = record_many(people[:1], 1, clock.now)
    process.batch(ids=few, now=clock.now)
    trials.run(text=text, days=7, now=clock.now)

    asked = statements(lambda: trials.run(text=text, days=7, now=clock.now))
    process.batch(ids=record_many(people, 400, clock.now, start=100), now=clock.now)

    assert len(asked) < 45
    assert statements(lambda: trials.run(text=text, days=7, now=clock.now)) == asked


def test_of_many_an_even_part_of_the_members_is_tried_each_with_all_they_did(economy, member, clock):
    people = [member(f"m{number}") for number in range(20)]
    process.batch(ids=record_many(people, 200, clock.now), now=clock.now)

    found = trials.run(text=TEXT, days=7, now=clock.now, most=55)

    assert (found.members, found.tried, found.people, found.done) == (5, 50, 20, 200)
    assert found.is_part
    low = sum(user <= people[9].pk for user in found.before.members)
    assert 0 < low < 5


def test_whose_turn_does_not_come_in_time_is_left_out(economy, member, clock):
    people = [member(f"m{number}") for number in range(3)]
    process.batch(ids=record_many(people, 30, clock.now), now=clock.now)

    found = trials.run(text=TEXT, days=7, now=clock.now, seconds=-1)

    assert (found.members, found.people, found.is_part) == (1, 3, True)


def test_nothing_done_is_nothing_tried(economy, clock):
    found = trials.run(text=TWO_A_DAY, days=7, now=clock.now)

    assert (found.tried, found.members, found.done, found.after.points) == (0, 0, 0, {})


@properties.relaxed
@given(plan=st.lists(properties.steps, min_size=1, max_size=24))
def test_whatever_happened_trying_what_is_in_force_gives_it_again(people, plan):
    try:
        with transaction.atomic():
            process.batch(ids=properties.record_all(people, plan), now=properties.START)
            process.sweep(now=properties.START)

            found = trials.run(text=TEXT, days=30, now=properties.START + timedelta(days=20))

            assert found.before.points == found.after.points
            assert {key: sum_ for key, sum_ in found.before.points.items() if sum_} == {
                key: sum_ for key, sum_ in given_since().items() if sum_
            }
            raise properties.Rollback
    except properties.Rollback:
        pass


@pytest.fixture
def people(economy, member):
    return [member(name, time_zone=zone) for name, zone in zip(("mei", "tom", "ana"), properties.ZONES, strict=True)]


@pytest.fixture
def keeper(db):
    return factories.member("keeper", is_staff=True, is_superuser=True)


def test_the_page_says_who_would_have_less_and_what_gave_nothing(week, keeper, client, clock):
    mei, tom = week
    client.force_login(keeper)
    text = {"text": TWO_A_DAY + ROCKET, "days": "7"}

    said = client.post("/review/economy/", text).content.decode()

    for words in (
        "Tried on 8 things done since",
        "These are all, by 2 members.",
        "1 member would have less",
        "over the cap: 4 ×",
        "−30\N{NO-BREAK SPACE}Growth",
        "rule/to-the-moon",
        "Nobody had come that far in the quest.",
        "Publish it",
        "1 of 2 members would have it at once",
        f"/review/members/{mei.handle}/",
    ):
        assert words in said
    assert f"/review/members/{tom.handle}/" not in said


def test_the_page_of_what_is_in_force_has_nothing_to_publish(week, keeper, client):
    client.force_login(keeper)

    said = client.post("/review/economy/", {"text": TEXT, "days": "30"}).content.decode()

    assert "Nothing: both give the same" in said
    assert "Publish it" not in said


def test_what_cannot_be_tried_is_refused_in_words(economy, keeper, client):
    client.force_login(keeper)

    for sent, words in (
        ({"text": "rule = 5", "days": "7"}, "rule must be a list"),
        ({"text": TEXT, "days": "3650"}, "Choose one of these"),
        ({"text": TEXT, "days": "many"}, "Choose one of these"),
    ):
        answer = client.post("/review/economy/", sent)

        assert (answer.status_code, words in answer.content.decode()) == (422, True), sent


def test_trying_takes_the_permission_to_publish(economy, client):
    client.force_login(factories.member("reader", is_staff=True))

    assert client.post("/review/economy/", {"text": TEXT, "days": "7"}).status_code == 403
    assert b"Try it on" not in client.get("/review/economy/").content


def test_the_command_prints_a_table(week, tmp_path):
    file, said = tmp_path / "own.toml", StringIO()
    file.write_text(TWO_A_DAY + ROCKET, "utf-8")

    call_command("try_economy", file, "--days", "3000", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0].startswith("tried 15 of 15 activities, by 2 of 2 members")
    assert any(line.startswith("* rule/share-moment") and "over the cap" in line for line in lines)
    assert any(line.startswith("late  Twice") for line in lines)
    assert any(line.startswith("never rule/to-the-moon") for line in lines)


def test_the_command_refuses_what_is_no_economy(economy, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("rule = 5", "utf-8")

    for arguments in ([file], [tmp_path / "none.toml"], ["--days", "0"]):
        with pytest.raises(CommandError):
            call_command("try_economy", *arguments)
