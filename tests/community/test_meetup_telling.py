"""A meetup of a big group: the first hear of it at once, the rest by a job, everybody once, and nobody what is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.models import Membership, Telling
from community.services.meetups import attending, forgetting, planning, reminding, removing, telling
from inbox.models import Notification
from inbox.services import notifications
from live.models import Topic
from tests.community import cast
from tests.community.meeting import HOUR, LATER, NOON, meetup, plan

pytestmark = [pytest.mark.django_db, pytest.mark.world]
PEOPLE = 7


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 2)


def big(**changes):
    """Return a meetup of a group of PEOPLE, and those who did not plan it."""
    place = cast.group(member_count=PEOPLE)
    by = cast.member(place, role="owner")
    people = [cast.member(place) for _ in range(PEOPLE - 1)]
    return meetup(place, **changes), by, people


def coming(**changes):
    held, by, people = big(**changes)
    for person in people:
        attending.come(user=person, meetup=held, now=NOON)
    telling.tell_due(now=NOON)
    held.refresh_from_db()
    return held, by, people


def told(what):
    rows = Notification.objects.filter(data__what=what).order_by("recipient_id")
    return [row.recipient for row in rows.select_related("recipient")]


def test_two_hear_at_once_the_job_tells_the_rest_and_nothing_is_left():
    _held, _by, people = big()
    assert told("new") == people[:2]

    assert telling.tell_due(now=NOON) == 4

    assert told("new") == people
    assert telling.tell_due(now=NOON) == 0
    assert not Telling.objects.exists()
    assert Topic.objects.get(name=f"member:{people[-1].public_id}:inbox").version == 1


def test_whoever_left_is_not_told_and_the_job_goes_on_where_it_was_cut_off(monkeypatch):
    _held, _by, people = big()
    Membership.objects.filter(user=people[3]).update(state="left")
    send, calls = notifications.send_many, []

    def cut_off(*, lines):
        calls.append(lines)
        if len(calls) == 2:
            raise ZeroDivisionError
        return send(lines=lines)

    with monkeypatch.context() as patch:
        patch.setattr(notifications, "send_many", cut_off)
        telling.tell_due(now=NOON)
    assert told("new") == [*people[:3], people[4]]

    telling.tell_due(now=NOON)

    assert told("new") == [*people[:3], *people[4:]]
    assert not Telling.objects.exists()


def test_everybody_who_comes_hears_that_it_moved_that_it_is_soon_and_that_it_is_called_off_but_not_who_did_it():
    held, by, people = coming()
    attending.come(user=by, meetup=held, now=NOON)

    planning.edit(by=by, meetup=held, plan=plan(begins_at=LATER + HOUR, ends_at=LATER + 2 * HOUR), edition=1, now=NOON)
    telling.tell_due(now=NOON)
    reminding.remind_due(now=LATER)
    telling.tell_due(now=LATER)
    planning.call_off(by=by, meetup=held, reason="It rains.", now=LATER)
    telling.tell_due(now=LATER)

    assert (told("moved"), told("soon"), told("called_off")) == (people, [by, *people], people)
    assert {row.data["reason"] for row in Notification.objects.filter(data__what="called_off")} == {"It rains."}


def test_nobody_is_called_to_what_was_called_off_meanwhile():
    held, by, people = big()

    planning.call_off(by=by, meetup=held, reason="It rains.", now=NOON)
    telling.tell_due(now=NOON)

    assert (told("new"), told("called_off")) == (people[:2], [])
    assert not Telling.objects.exists()


def test_what_was_taken_away_is_told_without_a_word_of_it_and_not_any_more_once_it_is_back():
    held, _by, people = coming()
    other = cast.member(held.group, role="moderator")

    removing.remove(target=held, moderator=other, now=NOON)
    removing.restore(target=held, by=other, now=NOON + HOUR)
    telling.tell_due(now=NOON + HOUR)

    assert (told("taken_away"), told("brought_back")) == (people[:2], people)
    assert {row.data["title"] for row in Notification.objects.filter(data__what="taken_away")} == {""}


def test_the_words_of_an_erased_account_are_told_to_nobody_any_more():
    held, by, people = big()
    for person in people:
        attending.come(user=person, meetup=held, now=NOON)

    forgetting.words(user=by, now=NOON)
    telling.tell_due(now=NOON)

    assert (told("new"), told("withdrawn")) == ([], people)
    assert {row.data["title"] for row in Notification.objects.all()} == {""}


def test_planning_takes_as_many_statements_in_a_group_of_twenty_as_in_one_of_three():
    counts = []
    for size in (3, 20):
        place = cast.group(member_count=size)
        by = cast.member(place, role="owner")
        for _ in range(size):
            cast.member(place)
        meetup(place)
        with CaptureQueriesContext(connection) as asked:
            planning.begin(by=by, group=place, plan=plan(), key="counted", now=NOON + timedelta(minutes=1))
        counts.append(len(asked))

    assert counts[0] == counts[1]
