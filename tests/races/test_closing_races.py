"""Whoever closes their account while somebody else is giving them something: neither waits for the other for ever."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.db import OperationalError, transaction
from django.db.models import QuerySet

from accounts import registry
from accounts.models import User
from accounts.services import closing
from community.models import Attendance, Meetup
from community.services.meetups import attending, room
from gamify.models import Player
from gamify.services import standings, visibility
from inbox.models import Notification
from inbox.services import notifications
from tests.community import cast
from tests.community.meeting import meetup
from tests.races.hands import at_once, unlock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.production_only]
State = Attendance.State


def meet_at(monkeypatch, *places):
    """Let each hand reach its place (module, name, whether to wait before or after it) before one goes on, once."""
    barrier = threading.Barrier(len(places))

    def wait(done):
        if not done:
            done.append(True)
            with suppress(threading.BrokenBarrierError):
                barrier.wait(2)

    for module, name, is_before in places:
        work, done = getattr(module, name), []

        def waiting(*given, _work=work, _done=done, _is_before=is_before, **named):
            if _is_before:
                wait(_done)
                return _work(*given, **named)
            found = _work(*given, **named)
            wait(_done)
            return found

        monkeypatch.setattr(module, name, waiting)


def hold_keys_too(monkeypatch):
    """Hold rows against those, too, who only refer to them: the negative control."""
    lock = QuerySet.select_for_update
    monkeypatch.setattr(
        QuerySet, "select_for_update", lambda rows, **options: lock(rows, **options | {"no_key": False})
    )


def close_while_let_in():
    """Let the second in line close their account at the moment at which a place comes free for them."""
    held = meetup(places=1)
    first, leaving, last = people = [cast.member(held.group) for _ in range(3)]
    for person in people:
        attending.come(user=person, meetup=held, now=cast.NOON)
    work = (
        lambda: attending.stay_away(user=first, meetup=held, now=cast.NOON),
        lambda: closing.close(user=leaving, with_words=False, now=cast.NOON),
    )
    _results, problems = at_once(lambda number: work[number](), 2)
    return held, leaving, last, problems


def test_whoever_is_let_in_while_they_close_their_account_gives_the_place_to_the_next(monkeypatch):
    meet_at(monkeypatch, (registry, "close", True), (room, "let_in", False))

    held, leaving, last, problems = close_while_let_in()

    assert problems == []
    assert not User.objects.get(pk=leaving.pk).is_active
    assert [row.user for row in Attendance.objects.filter(meetup=held, state=State.COMING)] == [last]
    assert Meetup.objects.get(pk=held.pk).coming == 1
    assert Notification.objects.filter(recipient=last, data__what="free").count() == 1


def test_if_closing_kept_everybody_from_naming_the_person_one_of_the_two_would_fail(monkeypatch):
    meet_at(monkeypatch, (registry, "close", True), (room, "let_in", False))
    hold_keys_too(monkeypatch)

    *_rest, problems = close_while_let_in()

    assert [type(problem) for problem in problems] == [OperationalError]
    assert "deadlock" in str(problems[0])


def close_while_coming():
    """Let somebody close their account while, in another tab, they are not done with saying that they come."""
    held = meetup(places=1)
    person, said = cast.member(held.group), threading.Event()

    def come():
        with transaction.atomic():
            attending.come(user=person, meetup=held, now=cast.NOON)
            said.set()
            threading.Event().wait(0.3)

    def close():
        said.wait(5)
        closing.close(user=person, with_words=False, now=cast.NOON)

    _results, problems = at_once(lambda number: (come, close)[number](), 2)
    assert problems == []
    return Meetup.objects.get(pk=held.pk).coming


def test_what_is_being_written_in_another_tab_is_given_back_too():
    assert close_while_coming() == 0


def test_without_waiting_for_it_a_closed_account_would_keep_a_place(monkeypatch):
    unlock(monkeypatch)

    assert close_while_coming() == 1


def hide_while_told(monkeypatch):
    """Let somebody leave the boards while the engine, which holds their player, tells them of a badge."""
    person = cast.person()
    standings.sync(user=person)
    meet_at(monkeypatch, (standings, "sync", True), (notifications, "send", True))

    @transaction.atomic
    def tell():
        Player.objects.select_for_update().get(user=person)
        notifications.send(recipient=person, kind="badge", key="k", url="/", now=cast.NOON)

    work = (tell, lambda: visibility.choose(user=person, game_hidden=False, boards_hidden=True))
    return at_once(lambda number: work[number](), 2)[1]


def test_whoever_leaves_the_boards_does_not_stand_in_the_way_of_what_they_are_told(monkeypatch):
    assert hide_while_told(monkeypatch) == []


def test_if_leaving_kept_everybody_from_naming_them_one_of_the_two_would_fail(monkeypatch):
    hold_keys_too(monkeypatch)

    assert [type(problem) for problem in hide_while_told(monkeypatch)] == [OperationalError]
