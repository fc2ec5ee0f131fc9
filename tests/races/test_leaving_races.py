"""Leaving a challenge while it is counted, and while it is decided: in one order or the other, never half."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from gamify.models import Challenge, Entrant, Mark, Prize
from gamify.services import audit, process
from gamify.services.challenges import collecting, entering, freezing, leaving, locking, running, settling
from tests import factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House, post
from tests.races.hands import at_once, unlock

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
MANY = 6


@pytest.fixture
def made(economy, clock):  # noqa: F811
    """A challenge whose first entrant, `made.mei`, has done everything, others half of it; it is not counted yet."""
    found = House(clock).running()
    found.people = [factories.member(f"P{number}") for number in range(MANY)]
    found.mei = found.people[0]
    for person in found.people:
        entering.enter(actor=person, challenge=found, now=clock.now)
    for person in (*found.people, found.mei):
        post(person, clock.now)
    return found


def meanwhile(monkeypatch, module, name, first, second):
    """Run `first`, and `second` once `first` has read what `module.name` reads; return their errors."""
    work, has_read, is_done = getattr(module, name), threading.Event(), threading.Event()

    def slow(*given, **named):
        found = work(*given, **named)
        has_read.set()
        is_done.wait(1)
        return found

    def late():
        has_read.wait(20)
        try:
            second()
        finally:
            is_done.set()

    monkeypatch.setattr(module, name, slow)
    _found, problems = at_once(lambda number: late() if number else first(), 2)
    return problems


def leave(made, person, now):
    return leaving.leave(actor=person, challenge=made, now=now)


def counts_agree(made):
    made.refresh_from_db()
    here = Entrant.objects.filter(challenge=made, left_at=None)
    return made.entrants_count == here.count() and [found for found in audit.check() if found[1]] == []


def counted_while_they_leave(made, clock, monkeypatch):
    now = clock.now
    first, second = (lambda: collecting.collect(made.pk, now=now)), (lambda: leave(made, made.mei, now))
    return meanwhile(monkeypatch, collecting, "_known", first, second)


def decided_while_they_leave(made, clock, monkeypatch):
    end = clock.now + timedelta(days=8)
    collecting.collect(made.pk, now=clock.now)
    running.close_due(now=end)
    first, second = (lambda: freezing.freeze(made.pk, now=end)), (lambda: leave(made, made.mei, end))
    return meanwhile(monkeypatch, freezing, "_eligible", first, second)


def test_who_leaves_while_they_are_counted_has_left_with_what_they_did(made, clock, monkeypatch):
    assert counted_while_they_leave(made, clock, monkeypatch) == []

    assert Mark.objects.filter(entrant__user=made.mei).count() == 2
    assert Entrant.objects.get(user=made.mei).left_at is not None
    assert counts_agree(made)


def test_who_leaves_while_it_is_decided_comes_too_late(made, clock, monkeypatch):
    problems = decided_while_they_leave(made, clock, monkeypatch)

    assert [type(problem) for problem in problems] == [locking.WrongMoment]
    assert Entrant.objects.get(user=made.mei).left_at is None
    assert Prize.objects.filter(entrant__user=made.mei).count() == 1
    assert counts_agree(made)


@pytest.mark.production_only
def test_without_the_lock_what_is_counted_belongs_to_nobody(made, clock, monkeypatch):
    unlock(monkeypatch)

    problems = counted_while_they_leave(made, clock, monkeypatch)

    assert [type(problem) for problem in problems] == [KeyError]


@pytest.mark.production_only
def test_without_the_lock_somebody_who_left_wins(made, clock, monkeypatch):
    unlock(monkeypatch)

    assert decided_while_they_leave(made, clock, monkeypatch) == []

    assert Prize.objects.filter(entrant__user=made.mei, entrant__left_at__isnull=False).count() == 1


def test_many_leave_while_it_is_counted_decided_and_settled(made, clock):
    end = clock.now + timedelta(days=8)
    running.close_due(now=end)
    work = [lambda each=each: leave(made, each, end) for each in made.people]
    work += [lambda: collecting.collect(made.pk, now=end), lambda: freezing.freeze(made.pk, now=end)] * 2
    work += [lambda: settling.settle(made.pk, now=end)] * 2

    _done, problems = at_once(lambda number: work[number](), len(work))
    settling.catch_up(now=end)
    process.sweep(now=end)

    assert {type(problem) for problem in problems} <= {locking.WrongMoment}
    won = set(Prize.objects.values_list("entrant__user", flat=True))
    assert not won & set(Entrant.objects.filter(left_at__isnull=False).values_list("user", flat=True))
    gone = {each.pk for each in made.people} - set(Entrant.objects.values_list("user", flat=True))
    assert not won & gone
    assert Challenge.objects.get().state == "settled"
    assert counts_agree(made)
