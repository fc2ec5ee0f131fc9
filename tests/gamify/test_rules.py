"""Caps, cooldowns and reasons: what a rule gives, and why it did not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from gamify.engine import periods
from gamify.models import Account, Progress
from gamify.services import answers, process, record
from lib.calendars import Calendar

POST: dict[str, Any] = {"type": "note", "words": 30, "images": 0}


def refusal(activity, key):
    return next(each for each in answers.answer(activity).refusals if each.source.startswith(f"rule/{key}@"))


def growth(user) -> int:
    return Account.objects.get(user=user, currency_id="growth").available


def test_a_cap_ends_at_the_members_own_midnight(economy, member, did, clock):
    mei = member("mei", time_zone="Asia/Shanghai")
    clock.set(datetime(2026, 3, 2, 15, 30, tzinfo=UTC))  # 23:30 in Shanghai
    for number in range(5):
        did(mei, "create", key=f"post:{number}", **POST)

    capped = refusal(did(mei, "create", key="post:5", **POST), "share-moment")
    clock.set(datetime(2026, 3, 2, 16, 0, tzinfo=UTC))  # midnight there
    next_day = answers.answer(did(mei, "create", key="post:6", **POST))

    assert capped.reason == "capped"
    assert capped.opens_at == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert "rule/share-moment@1" in {effect.source for effect in next_day.effects}


def test_a_rule_cools_down_also_across_midnight_and_says_until_when(economy, member, did, clock):
    mei, tom = member("mei"), member("tom")
    words = {"post_author": tom.public_id, "words": 5}
    clock.set(datetime(2026, 3, 2, 23, 59, 50, tzinfo=UTC))
    did(mei, "comment", key="comment:1", **words)

    clock.tick(seconds=15)
    soon = refusal(did(mei, "comment", key="comment:2", **words), "answer-kindly")
    clock.tick(seconds=5)
    later = answers.answer(did(mei, "comment", key="comment:3", **words))

    assert soon.reason == "cooling"
    assert soon.opens_at == datetime(2026, 3, 3, 0, 0, 10, tzinfo=UTC)
    assert "rule/answer-kindly@1" in {effect.source for effect in later.effects}


def test_ones_own_words_do_not_earn(economy, member, did):
    mei = member("mei")

    answered = did(mei, "comment", key="comment:1", post_author=mei.public_id, words=50)
    felt = did(mei, "like", key="reaction:1", object_author=str(mei.pk))

    assert refusal(answered, "answer-kindly").reason == "own_content"
    assert refusal(felt, "feel-with").reason == "own_content"
    assert answers.answer(answered).effects == answers.answer(felt).effects == ()
    assert all(refused.opens_at is None for refused in answers.answer(answered).refusals)


def test_the_order_of_activities_within_a_cap_does_not_change_the_sum(economy, member, did):
    kinds = [{**POST, "words": 200}, {**POST, "images": 1}, {**POST, "type": "question"}, POST]
    sums = set()

    for number, order in enumerate(list(permutations(kinds))[::5]):
        someone = member(f"m{number}")
        for place, data in enumerate(order):
            did(someone, "create", key=f"post:{number}-{place}", **data)
        sums.add(growth(someone))

    assert len(sums) == 1


def test_an_undone_activity_frees_its_room_under_the_cap(economy, member, did, clock):
    mei = member("mei")
    for number in range(5):
        did(mei, "create", key=f"post:{number}", **POST)
    undo = record.undo(key="post:2", reason="removed", by=None, now=clock.now)
    process.batch(ids=(undo.pk,), now=clock.now)

    again = answers.answer(did(mei, "create", key="post:9", **POST))

    assert "rule/share-moment@1" in {effect.source for effect in again.effects}
    assert Progress.objects.get(user=mei, subject="rule/share-moment", period="2026-03-02").value == 5


def test_a_replay_is_the_first_activity_and_earns_nothing_more(economy, member, did):
    mei = member("mei")
    first = did(mei, "create", key="post:1", **POST)
    had = growth(mei)

    again = did(mei, "create", key="post:1", **{**POST, "words": 400})

    assert again.pk == first.pk
    assert again.data["words"] == 30
    assert growth(mei) == had


@pytest.mark.parametrize("emotions", [["sad"], ["joy"], ["angry", "anxious"], []])
def test_no_feeling_earns_more_than_another(economy, member, did, emotions):
    mei, tom = member("mei"), member("tom")

    felt = answers.answer(did(mei, "create", key="post:1", **POST, emotions=emotions))
    other = answers.answer(did(tom, "create", key="post:2", **POST, emotions=["warmth"]))

    assert felt.growth == other.growth


@pytest.mark.parametrize(
    ("zone", "day", "opens"),
    [
        ("Europe/Berlin", date(2026, 3, 28), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),  # tomorrow has 23 hours
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),  # today had
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),  # 25 hours
        ("Asia/Shanghai", date(2026, 12, 31), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 29), datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),  # the 30th never was
    ],
)
def test_the_next_day_opens_at_the_next_local_midnight(zone, day, opens):
    assert periods.opens_at(periods.DAY, day, Calendar(zone)) == opens


def test_a_day_counts_once_through_a_change_of_clocks(economy, member, did):
    mei = member("mei", time_zone="Europe/Berlin")
    start = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)  # midnight before the 25-hour day

    for hour in range(0, 50, 5):
        did(mei, "visit", key=f"visit:{hour}", at=start + timedelta(hours=hour))

    days = Progress.objects.filter(user=mei, subject="day").order_by("period").values_list("period", "value")
    assert list(days) == [("2026-10-25", 5), ("2026-10-26", 5)]
    assert Progress.objects.get(user=mei, subject="task/three-days", period="2026-W43").value == 1
    assert Progress.objects.get(user=mei, subject="task/three-days", period="2026-W44").value == 1


def test_a_week_is_the_iso_week_of_the_members_own_date(economy, member, did):
    mei, ana = member("mei", time_zone="Pacific/Apia"), member("ana", time_zone="America/Los_Angeles")
    moment = datetime(2027, 1, 3, 12, 0, tzinfo=UTC)  # Monday 01:00 in Apia, Sunday in Los Angeles

    did(mei, "visit", key="visit:1", at=moment)
    did(ana, "visit", key="visit:2", at=moment)

    assert Progress.objects.filter(user=mei, subject="task/three-days", period="2027-W01").exists()
    assert Progress.objects.filter(user=ana, subject="task/three-days", period="2026-W53").exists()
