"""A member who changes their time zone: no task twice, none lost, and the day they are in stays whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.services import profiles
from gamify.models import Progress
from gamify.selectors import streaks, tasks
from gamify.services import answers, process, visits
from tests.gamify.test_properties import assert_sound

POST: dict[str, Any] = {"type": "note", "words": 30, "images": 0}
MONDAY = date(2026, 3, 2)


@pytest.fixture
def mei(economy, member, clock):
    clock.set(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))  # 16:00 in Berlin, 23:00 in Shanghai
    return member("mei", time_zone="Europe/Berlin")


def move(user, zone, clock):
    profiles.prefer(user=user, locale="en", time_zone=zone, shortcuts_on=True, now=clock.now)


def done(answer) -> set[str]:
    return {step.key for step in answer.tasks if step.is_completed}


def share(did, user, number):
    return answers.answer(did(user, "create", key=f"post:{number}", **POST))


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Apia", "America/Los_Angeles"])
def test_moving_does_not_bring_the_days_task_a_second_time(mei, did, clock, zone):
    first = share(did, mei, 1)

    move(mei, zone, clock)
    clock.tick(hours=7, minutes=59)  # Tuesday in the east, still Monday in Berlin
    second = share(did, mei, 2)

    assert "share-today" in done(first)
    assert "share-today" not in done(second)
    assert tasks.tasks(user=mei, now=clock.now).day == MONDAY


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Shanghai", 8), ("Pacific/Apia", 8), ("America/Los_Angeles", 17), ("Europe/Lisbon", 9)]
)
def test_the_task_comes_again_when_the_page_says_and_not_a_moment_earlier(mei, did, clock, zone, hours):
    share(did, mei, 1)
    move(mei, zone, clock)
    found = tasks.tasks(user=mei, now=clock.now)
    card = next(card for card in found.today if card.key == "share-today")
    opens_at = clock.now + timedelta(hours=hours)

    clock.set(opens_at - timedelta(seconds=1))
    early = share(did, mei, 2)
    clock.set(opens_at)
    late = share(did, mei, 3)

    assert card.opens_at == found.day_ends_at == opens_at
    assert "share-today" not in done(early)
    assert "share-today" in done(late)
    assert_sound()


def test_no_day_of_the_streak_is_lost_on_the_way(mei, clock):
    for zone, hours in (("Asia/Shanghai", 9), ("America/Los_Angeles", 24), ("America/Los_Angeles", 24)):
        visits.note(user=mei, now=clock.now)  # on Monday, on Tuesday in Shanghai, and still on Tuesday in the west
        move(mei, zone, clock)
        clock.tick(hours=hours)
    visits.note(user=mei, now=clock.now)
    process.sweep(now=clock.now)

    days = Progress.objects.filter(user=mei, subject="day").order_by("period").values_list("period", "value")
    assert list(days) == [("2026-03-02", 1), ("2026-03-03", 1), ("2026-03-04", 1)]
    assert streaks.streak(user=mei, now=clock.now).length == 3


def test_a_refusal_names_the_moment_at_which_it_really_opens(mei, did, clock):
    move(mei, "America/Los_Angeles", clock)
    answers_of_five = [share(did, mei, number) for number in range(6)]

    refused = next(each for each in answers_of_five[-1].refusals if each.source == "rule/share-moment@1")

    assert refused.opens_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def test_changing_ones_mind_before_midnight_is_never_having_moved(mei, clock):
    move(mei, "Asia/Shanghai", clock)
    move(mei, "Europe/Berlin", clock)

    mei.refresh_from_db()
    assert (mei.time_zone, mei.time_zone_before, mei.time_zone_since) == ("Europe/Berlin", "", None)


@pytest.mark.parametrize(
    ("zone", "hours", "until"), [("Asia/Shanghai", 8, "Mar 3, 07:00"), ("America/Los_Angeles", 17, "Mar 3, 00:00")]
)
def test_the_settings_say_from_when_on(client: Client, mei, clock, zone, hours, until):
    client.force_login(mei)
    form = {"locale": "en", "time_zone": zone, "shortcuts_on": "on"}

    page = client.post("/settings/preferences/", form, follow=True).content.decode()
    clock.tick(hours=hours - 1, minutes=59)
    late = client.get("/settings/preferences/").content.decode()
    clock.tick(minutes=1)
    tomorrow = client.get("/settings/preferences/").content.decode()

    assert f"Your days follow it from tomorrow on: today lasts until {until}" in page
    assert "from tomorrow on" in late
    assert "from tomorrow on" not in tomorrow
