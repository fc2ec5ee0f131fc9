"""Meetups are found by what they are called, where they are and what they say, by whoever may read their group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from community.models import Attendance
from community.selectors import meetups as reads
from community.services.meetups import attending, planning, removing
from lib import lookup
from tests.community import cast
from tests.community.meeting import HOUR, NOON, WEEK, meetup

VISITOR = AnonymousUser()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)
    return clock


def looked_up(viewer, query):
    section = next(each for each in lookup.sections() if each.key == "meetups")
    return [thing.title for thing in section.find(viewer, query, 3)]


@pytest.mark.world
@pytest.mark.parametrize("query", ["kettle", "KETTLE evening", "harbour", "oolong", "oolong harbour", "晚上喝茶"])
def test_each_word_is_found_in_the_title_the_place_or_the_text(query):
    held = meetup(title="Kettle evening 晚上喝茶", venue="Harbour hall", body="We try *oolongs*.")
    meetup(title="Walking", venue="The wood", body="Boots.")

    assert looked_up(VISITOR, query) == [held.title]
    assert [card.meetup for card in reads.search(viewer=VISITOR, query=query, now=NOON).cards] == [held]


@pytest.mark.parametrize("query", ["kettle wood", "%", "_ettle", "ket*"])
def test_all_words_must_be_there_and_nothing_is_a_pattern(query):
    meetup(title="Kettle evening", venue="Harbour hall")

    assert looked_up(VISITOR, query) == []


@pytest.mark.world
@pytest.mark.parametrize("visibility", ["listed", "secret"])
def test_what_is_in_a_closed_group_is_found_by_its_members_alone(client, visibility):
    held = meetup(cast.group(visibility=visibility), title="Kettle evening")
    inside, outside = cast.member(held.group), cast.person()

    assert [looked_up(viewer, "kettle") for viewer in (VISITOR, outside, inside)] == [[], [], ["Kettle evening"]]
    found = []
    for person in (None, outside, inside):
        if person:
            client.force_login(person)
        found.append(len(client.get("/api/v1/meetups", {"q": "kettle"}).json()["results"]))
    assert found == [0, 0, 1]


@pytest.mark.world
def test_what_is_ahead_comes_before_what_is_over_and_what_was_called_off_or_taken_away_is_not_found(at_noon, client):
    place = cast.group(member_count=9)
    by = cast.member(place, role="moderator")

    def plan(title, days):
        start = NOON + timedelta(days=days)
        return meetup(place, title=title, begins_at=start, ends_at=start + HOUR)

    plan("Tea long ago", 1)
    plan("Tea lately", 2)
    off, gone = plan("Tea off", 8), plan("Tea gone", 9)
    plan("A table for tea", 7)
    plan("Tea later", 9)
    plan("Tea soon", 8)
    planning.call_off(by=by, meetup=off, reason="It rains.", now=NOON)
    removing.remove(target=gone, moderator=cast.member(place, role="moderator"), now=NOON)
    at_noon.tick(days=5)

    assert looked_up(VISITOR, "tea") == ["Tea soon", "Tea later", "A table for tea"]
    rows = reads.nearest(viewer=VISITOR, query="tea", most=9, now=NOON + timedelta(days=5))
    assert [row.title for row in rows][3:] == ["Tea lately", "Tea long ago"]
    over = client.get("/api/v1/meetups", {"q": "tea", "stage": "over"}).json()["results"]
    assert [row["title"] for row in over] == ["Tea lately", "Tea long ago"]


def test_the_page_says_what_is_over_and_leads_there(at_noon, client):
    held = meetup(title="Kettle evening")
    at_noon.tick(days=8)

    page = client.get("/search/", {"q": "kettle"}).content.decode()

    assert f'href="/meetups/{held.public_id}/"' in page
    assert "Over · " in page


@pytest.mark.parametrize("number", [1, 20])
def test_finding_costs_the_same_for_one_and_for_twenty_and_pages_on(client, django_assert_num_queries, number):
    person = cast.person()
    client.force_login(person)
    for at in range(number):
        held = meetup(title="Kettle", begins_at=NOON + WEEK + at * HOUR, ends_at=NOON + WEEK + (at + 1) * HOUR)
    cast.join(person, held.group)
    attending.come(user=person, meetup=held, now=NOON)

    with django_assert_num_queries(2):
        page = reads.search(viewer=person, query="kettle", now=NOON)

    assert [card.mine for card in page.cards] == [""] * (number - 1) + [Attendance.State.COMING]


def test_what_is_found_pages_on(monkeypatch):
    monkeypatch.setattr(reads, "PAGE", 2)
    held = [meetup(title="Kettle", begins_at=NOON + WEEK, ends_at=NOON + WEEK + HOUR) for _ in range(3)]

    first = reads.search(viewer=VISITOR, query="kettle", now=NOON)
    rest = reads.search(viewer=VISITOR, query="kettle", after=first.next_cursor, now=NOON)

    assert [card.meetup for card in (*first.cards, *rest.cards)] == held
    assert rest.next_cursor == ""
