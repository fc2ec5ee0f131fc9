"""Who was there: noted by whoever looks after the group, earned once, given back when it does not hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import closing
from community.models import Attendance
from community.services.meetups import attending, planning, presence, refusals, removing
from gamify.models import Activity
from gamify.selectors import words
from lib import errors
from tests.community import cast
from tests.community.meeting import HOUR, LATER, NOON, meetup, plan

pytestmark = pytest.mark.django_db


def begun(comers=3):
    """Return a meetup that goes on at LATER, and who has a place; its host is among them."""
    held = meetup()
    people = [held.author, *(cast.member(held.group) for _ in range(comers - 1))]
    for person in people:
        attending.come(user=person, meetup=held, now=NOON)
    return held, people


def note(held, there, not_there=(), by=None, now=LATER):
    ids = [[person.public_id for person in each] for each in (there, not_there)]
    presence.note(by=by or held.author, meetup=held, there=ids[0], not_there=ids[1], now=now)


def earned(people):
    """Return of whom it counts by now that they were there, by the log alone."""
    score = {"attend": 1, "redo": 1, "undo": -1}
    log = Activity.objects.filter(object_type="meetup")
    sums = {who: sum(score[verb] for verb in log.filter(actor=who).values_list("verb", flat=True)) for who in people}
    assert set(sums.values()) <= {0, 1}
    return [who for who in people if sums[who]]


@pytest.mark.world
def test_a_tick_earns_once_goes_back_exactly_and_comes_again():
    held, (host, ana, ben) = begun()
    dee = cast.member(held.group, role="owner")
    attending.come(user=dee, meetup=held, now=NOON)

    for _ in range(2):
        note(held, [ana, ben])
    assert earned([host, ana, ben]) == [ana, ben]
    note(held, [], [ana])
    note(held, [], [ana])
    assert earned([host, ana, ben]) == [ben]
    note(held, [ana])

    assert earned([host, ana, ben, dee]) == [ana, ben]
    fact = Activity.objects.get(verb="attend", actor=ana)
    assert fact.data == {"by": host.public_id, "is_in_person": True}
    assert words.doing("attend", "Tea") == "Was at a meetup of Tea"
    removing.remove(target=held, moderator=dee, now=LATER)
    assert earned([ana, ben]) == []
    with pytest.raises(errors.NotFound):
        note(held, [ana])
    removing.restore(target=held, by=dee, now=LATER)
    assert earned([ana, ben]) == [ana, ben]


def test_what_one_says_of_oneself_counts_with_two_more_or_by_somebody_else():
    held, (host, ana, ben) = begun()
    dee = cast.member(held.group, role="owner")

    note(held, [host, ana])
    assert earned([host, ana, ben]) == [ana]
    note(held, [ben])
    assert earned([host, ana, ben]) == [host, ana, ben]
    note(held, [], [ana])
    assert earned([host, ana, ben]) == [ben]
    note(held, [host], by=dee)

    assert earned([host, ana, ben]) == [host, ben]
    note(held, [host])  # their own word takes nothing from what somebody else said
    assert earned([host]) == [host]


def test_it_is_noted_by_who_looks_after_the_group_from_the_beginning_until_two_weeks_after():
    held, (host, ana, ben) = begun()

    for person, now, refusal in (
        (host, NOON, refusals.NotBegun),
        (ana, LATER, errors.NotAllowed),
        (host, LATER + HOUR + timedelta(days=14), refusals.NotedTooLate),
    ):
        with pytest.raises(refusal):
            note(held, [ben], by=person, now=now)
    closing.close(user=ben, with_words=False, now=LATER)
    for nobody in (cast.member(held.group), ben):
        with pytest.raises(errors.Invalid):
            note(held, [ana, nobody])
    with pytest.raises(refusals.HasBegun):
        planning.call_off(by=host, meetup=held, reason="Rain.", now=LATER)
    moved = plan(begins_at=LATER + 2 * HOUR, ends_at=LATER + 3 * HOUR)
    with pytest.raises(errors.Invalid):
        planning.edit(by=host, meetup=held, plan=moved, edition=1, now=LATER)

    assert not Attendance.objects.exclude(presence="").exists()
    assert earned([host, ana, ben]) == []


def test_the_page_saves_what_is_ticked(client, clock):
    held, (host, ana, ben) = begun()
    path = f"/meetups/{held.public_id}/"
    client.force_login(host)
    assert client.get(f"{path}there/").status_code == 303
    clock.set(LATER)
    assert f"{path}there/" in client.get(path).content.decode()
    shown = {"shown": [person.public_id for person in (host, ana, ben)]}

    assert client.post(f"{path}there/", shown | {"there": [ana.public_id]})["Location"] == path
    assert earned([host, ana, ben]) == [ana]
    client.post(f"{path}there/", shown | {"everybody": "1"})
    assert earned([host, ana, ben]) == [host, ana, ben]

    assert client.get(f"{path}there/").content.decode().count(" checked") == 3
    client.force_login(ben)
    seen = client.get(path).content.decode()
    assert ("you were there" in seen, f"{path}there/" in seen) == (True, False)
    assert client.get(f"{path}there/").status_code == 403


def test_noting_takes_as_many_statements_for_two_as_for_ten():
    counts = []
    for many in (2, 10):
        held, people = begun(many + 1)
        with CaptureQueriesContext(connection) as caught:
            note(held, people[1:])
            note(held, [], people[1:])
            note(held, people[1:])
        counts.append(len(caught))
    assert counts[0] == counts[1]
