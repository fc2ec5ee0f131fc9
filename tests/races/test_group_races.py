"""Coming and going at the same moment. Without its guard each race must go wrong."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from community.models import Group, Membership
from community.services import access, membership_changes, memberships, pins, posts, removals, reports, roles
from gamify.models import Activity
from lib import errors
from tests.community import cast
from tests.community.moderating import decide
from tests.races.hands import at_once, meet, unlock

pytestmark = pytest.mark.django_db(transaction=True)


def counted():
    """Return what the group says and how many are in it."""
    return Group.objects.get().member_count, Membership.objects.filter(state="active").count()


def join_eight_times():
    place, comer = cast.group(), cast.person()
    Membership.objects.create(group=place, user=comer, state="left")  # they were here once
    return at_once(lambda _: memberships.join(actor=comer, group=place, now=cast.NOON), 8)


def test_who_presses_join_eight_times_is_one_member():
    _results, problems = join_eight_times()

    assert problems == []
    assert counted() == (1, 1)
    assert Activity.objects.filter(verb="join").count() == 1


@pytest.mark.production_only
def test_without_the_lock_one_member_is_counted_eight_times(monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, membership_changes, "lock", 8)

    _results, problems = join_eight_times()

    assert problems or counted() != (1, 1)


def test_twenty_who_join_while_ten_leave_are_counted_exactly():
    place = cast.group(member_count=10)
    going, coming = [cast.member(place) for _ in range(10)], [cast.person() for _ in range(20)]

    def work(number):
        if number < 10:
            return memberships.leave(actor=going[number], group=place, now=cast.NOON)
        return memberships.join(actor=coming[number - 10], group=place, now=cast.NOON)

    _results, problems = at_once(work, 30)

    assert problems == []
    assert counted() == (20, 20)


def test_joining_and_leaving_at_once_ends_in_one_of_the_two():
    place, restless = cast.group(), cast.person()

    def work(number):
        step = memberships.leave if number % 2 else memberships.join
        return step(actor=restless, group=place, now=cast.NOON)

    _results, problems = at_once(work, 8)

    assert problems == []
    assert counted() in ((0, 0), (1, 1))
    joined = Activity.objects.filter(verb="join").count()
    assert joined - Activity.objects.filter(verb="undo").count() == counted()[0]


@pytest.mark.production_only
@pytest.mark.parametrize("step", ["publish", "delete", "restore", "remove", "decide"])
def test_who_writes_and_who_goes_or_pins_do_not_wait_in_a_circle(monkeypatch, step):
    place, now = cast.group(member_count=2), cast.NOON
    mod, author = cast.member(place, role="moderator"), cast.member(place)
    said = cast.post(author, place)
    case = reports.report(reporter=mod, target=said, rule=None, note="Hm.", now=now).report.case
    if step == "restore":
        removals.delete(target=said, author=author, now=now)
    writes = {
        "publish": lambda: cast.post(author, place),
        "delete": lambda: removals.delete(target=said, author=author, now=now),
        "restore": lambda: removals.restore(target=said, by=author, now=now),
        "remove": lambda: removals.remove(target=said, moderator=mod, reason="no", now=now),
        "decide": lambda: decide(case, mod, rule=None),
    }
    others = {
        "delete": lambda: pins.pin(actor=mod, post=said, is_pinned=True, now=now),
        "remove": lambda: memberships.leave(actor=mod, group=place, now=now),
        "decide": lambda: memberships.leave(actor=mod, group=place, now=now),
    }
    goes = others.get(step, lambda: memberships.leave(actor=author, group=place, now=now))
    meet_first(monkeypatch)

    _results, problems = at_once(lambda number: writes[step]() if number else goes(), 2)

    assert [problem for problem in problems if not isinstance(problem, errors.HearthError)] == []


def meet_first(monkeypatch):
    """Let each of two hands lock what it locks first before either locks more."""
    barrier, met = threading.Barrier(2), threading.local()

    def wait():
        if not getattr(met, "is_done", False):
            met.is_done = True
            with suppress(threading.BrokenBarrierError):
                barrier.wait(0.5)

    for module, name in ((access, "hold"), (access, "hold_group"), (membership_changes, "lock"), (posts, "lock")):
        locks = getattr(module, name)

        def first(*given, locks=locks, **named):
            found = locks(*given, **named)
            wait()
            return found

        monkeypatch.setattr(module, name, first)


def both_owners_leave():
    place = cast.group(member_count=3)
    owners = [cast.member(place, role="owner") for _ in range(2)]
    cast.member(place)
    _results, problems = at_once(lambda number: memberships.leave(actor=owners[number], group=place, now=cast.NOON), 2)
    return problems, Membership.objects.filter(state="active", role="owner").count()


def test_of_two_owners_who_leave_at_once_one_stays():
    problems, left = both_owners_leave()

    assert [type(problem) for problem in problems] == [roles.LastOwner]
    assert left == 1
    assert counted() == (2, 2)


@pytest.mark.production_only
def test_without_the_lock_the_group_is_orphaned(monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, roles, "refuse_orphaning", 2)

    problems, left = both_owners_leave()

    assert problems == []
    assert left == 0
