"""Many who want to come and few places. Without its guard or its lock each race must go wrong."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from community.models import Attendance, Meetup
from community.services.meetups import attending, locking, room
from tests.community import cast
from tests.community.meeting import meetup
from tests.races.hands import at_once, meet, unlock

pytestmark = pytest.mark.django_db(transaction=True)
State = Attendance.State


def counted(held):
    """Return what the meetup says, how many come, and how many wait."""
    rows = Attendance.objects.filter(meetup=held)
    stored = Meetup.objects.get(pk=held.pk).coming
    return stored, rows.filter(state=State.COMING).count(), rows.filter(state=State.WAITING).count()


def press(held, people):
    return at_once(lambda number: attending.come(user=people[number], meetup=held, now=cast.NOON), len(people))


def test_of_twenty_who_want_three_places_three_have_one_and_the_others_wait():
    held = meetup(places=3)

    _results, problems = press(held, [cast.member(held.group) for _ in range(20)])

    assert problems == []
    assert counted(held) == (3, 3, 17)


def test_without_the_guard_only_the_database_refuses_to_oversell(monkeypatch):
    monkeypatch.setattr(room, "_IF_FREE", "")
    held = meetup(places=3)

    _results, problems = press(held, [cast.member(held.group) for _ in range(8)])

    assert {type(problem) for problem in problems} == {IntegrityError}
    assert all("never_overfull" in str(problem) for problem in problems)
    assert counted(held) == (3, 3, 0)


@pytest.mark.production_only
def test_without_the_lock_the_guarded_statement_alone_sells_no_place_twice(monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, locking, "meetup", 20)
    held = meetup(places=3)

    press(held, [cast.member(held.group) for _ in range(20)])

    stored, coming, _waiting = counted(held)
    assert stored == coming == 3


def test_one_button_pressed_in_eight_tabs_takes_one_place():
    held = meetup(places=3)
    ana = cast.member(held.group)

    _results, problems = press(held, [ana] * 8)

    assert problems == []
    assert counted(held) == (1, 1, 0)


def give_back(tabs):
    """Let two who come take it back, each in so many tabs at once, while two wait."""
    held = meetup(places=2)
    people = [cast.member(held.group) for _ in range(4)]
    for person in people:
        attending.come(user=person, meetup=held, now=cast.NOON)
    work = lambda number: attending.stay_away(user=people[number % 2], meetup=held, now=cast.NOON)  # noqa: E731
    return held, at_once(work, 2 * tabs)[1]


def test_places_that_come_free_at_once_each_go_to_another():
    held, problems = give_back(tabs=3)

    assert problems == []
    assert counted(held) == (2, 2, 0)


@pytest.mark.production_only
def test_without_the_lock_one_place_is_given_back_twice(monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, locking, "meetup", 6)

    tries = (give_back(tabs=3) for _ in range(5))  # whether they collide at all is up to the machine

    assert any(problems or counted(held) != (2, 2, 0) for held, problems in tries)
