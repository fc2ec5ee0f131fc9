"""Meetups: what they can be, who comes, who waits, and what everybody hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.services import closing
from community import policies
from community.models import Attendance, Meetup
from community.selectors import meetup_places, meetups as reads, standings
from community.services import memberships, repeats, sanctions
from community.services.meetups import attending, planning, refusals, reminding, terms
from community.services.meetups.terms import Plan
from inbox.models import Notification
from lib import errors
from live.models import Topic
from tests.community import cast
from tests.community.meeting import HOUR, LATER, NOON, meetup, plan

pytestmark = pytest.mark.django_db
State = Attendance.State


def comers(held, state=State.COMING):
    rows = Attendance.objects.filter(meetup=held, state=state).order_by("asked_at", "pk")
    return [row.user for row in rows.select_related("user")]


def told(user, what):
    return Notification.objects.filter(recipient=user, data__what=what).count()


def full(seats=1, waiting=2):
    """Return a meetup that is full, who comes, and who waits in their order."""
    held = meetup(places=seats)
    people = [cast.member(held.group) for _ in range(seats + waiting)]
    for number, person in enumerate(people):
        attending.come(user=person, meetup=held, now=NOON + number * timedelta(minutes=1))
    return held, people[:seats], people[seats:]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"begins_at": None}, "begins_at"),
        ({"begins_at": NOON}, "begins_at"),
        ({"begins_at": NOON + timedelta(days=367), "ends_at": NOON + timedelta(days=368)}, "begins_at"),
        ({"ends_at": None}, "ends_at"),
        ({"ends_at": LATER}, "ends_at"),
        ({"ends_at": LATER + timedelta(days=15)}, "ends_at"),
        ({"venue": "", "link": ""}, "venue"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://user@example.org"}, "link"),
        ({"link": "https://[broken"}, "link"),
        ({"places": 0}, "places"),
        ({"places": 10_001}, "places"),
        ({"body": "[" * 500}, "body"),
    ],
)
def test_what_a_meetup_cannot_be_is_said_beside_its_field(changes, field):
    with pytest.raises(errors.Invalid) as refused:
        terms.cleaned(plan(**changes), now=NOON)

    assert refused.value.fields.keys() == {field}


def test_all_that_is_wrong_is_said_at_once_and_a_reminder_is_due_a_day_before_or_not_at_all():
    with pytest.raises(errors.Invalid) as refused:
        terms.cleaned(Plan(title="", begins_at=None, ends_at=None, places=0), now=NOON)

    assert refused.value.fields.keys() == {"title", "begins_at", "ends_at", "venue", "places"}
    assert terms.reminds_at(LATER, now=NOON) == LATER - timedelta(days=1)
    assert terms.reminds_at(NOON + 3 * HOUR, now=NOON) is None


def test_moderators_begin_one_once_and_everybody_else_in_the_group_hears_of_it():
    place = cast.group(visibility="secret")
    by, ana = cast.member(place, role="moderator"), cast.member(place)
    cast.person()

    made = [planning.begin(by=by, group=place, plan=plan(body="Bring *cups*."), key="k", now=NOON) for _ in range(2)]

    assert made[0] == made[1]
    assert "<em>cups</em>" in made[0].html
    assert [line.recipient for line in Notification.objects.filter(kind="meetup_new")] == [ana]
    other = cast.group()
    cast.join(by, other, "owner")
    with pytest.raises(repeats.SentAlready):
        planning.begin(by=by, group=other, plan=plan(body="Bring *cups*."), key="k", now=NOON)
    with pytest.raises(errors.NotAllowed):
        planning.begin(by=ana, group=place, plan=plan(), key="k", now=NOON)
    assert Meetup.objects.count() == 1


@pytest.mark.world
def test_who_says_yes_has_a_place_once_then_one_waits_in_order_and_is_let_in():
    held, (first,), (second, third) = full()
    attending.come(user=first, meetup=held, now=NOON)
    assert (comers(held), comers(held, State.WAITING)) == ([first], [second, third])

    attending.stay_away(user=first, meetup=held, now=NOON)
    attending.stay_away(user=first, meetup=held, now=NOON)

    assert (comers(held), comers(held, State.WAITING)) == ([second], [third])
    assert (told(second, "free"), told(third, "free"), told(first, "free")) == (1, 0, 0)
    attending.come(user=first, meetup=held, now=NOON + HOUR)  # at the end of the line
    assert comers(held, State.WAITING) == [third, first]
    held.refresh_from_db()
    assert held.coming == 1


@pytest.mark.world
def test_more_places_let_the_next_in_and_fewer_than_come_are_refused():
    held, comes, (second, third) = full(seats=2)
    by = held.author

    with pytest.raises(errors.Invalid) as refused:
        planning.edit(by=by, meetup=held, plan=plan(places=1), edition=1, now=NOON)
    assert refused.value.fields.keys() == {"places"}
    planning.edit(by=by, meetup=held, plan=plan(places=3), edition=1, now=NOON)
    assert (comers(held), comers(held, State.WAITING)) == ([*comes, second], [third])
    planning.edit(by=by, meetup=held, plan=plan(places=None), edition=2, now=NOON)

    assert comers(held) == [*comes, second, third]
    assert (told(second, "free"), told(third, "free"), told(comes[0], "moved")) == (1, 1, 0)


def test_a_stale_change_writes_over_nobody_and_a_move_is_told_to_who_comes():
    held, (first,), (second, _third) = full()
    other = cast.member(held.group, role="owner")

    planning.edit(by=other, meetup=held, plan=plan(venue="The old mill"), edition=1, now=NOON)
    with pytest.raises(refusals.Stale) as stale:
        planning.edit(by=held.author, meetup=held, plan=plan(title="Mine"), edition=1, now=NOON)

    assert (stale.value.data["venue"], stale.value.data["edition"]) == ("The old mill", 2)
    assert (told(first, "moved"), told(second, "moved"), told(other, "moved")) == (1, 1, 0)


@pytest.mark.world
@pytest.mark.parametrize("way", ["leave", "ban", "close"])
def test_who_leaves_is_banned_or_closes_the_account_gives_the_place_back(way):
    held, (first,), (second, third) = full()
    judge = cast.member(held.group, role="owner")

    if way == "leave":
        memberships.leave(actor=first, group=held.group, now=NOON)
    elif way == "ban":
        given = {"rule": None, "reason": "No.", "duration": "1d"}
        sanctions.impose(moderator=judge, group=held.group, member=first, action="ban", now=NOON, **given)
    else:
        closing.close(user=first, with_words=False, now=NOON)

    assert (comers(held), comers(held, State.WAITING)) == ([second], [third])
    if way != "close":
        with pytest.raises(errors.NotAllowed):
            attending.come(user=first, meetup=held, now=NOON)


def test_who_is_gone_stays_among_those_who_came_to_what_has_begun():
    held, (first,), _waits = full()

    memberships.leave(actor=first, group=held.group, now=LATER)

    assert comers(held) == [first]


def test_nobody_says_yes_or_no_once_it_has_begun_and_nobody_changes_what_is_over():
    held, (first,), _waits = full()

    for say in (attending.come, attending.stay_away):
        with pytest.raises(refusals.HasBegun):
            say(user=first, meetup=held, now=LATER)
    with pytest.raises(refusals.IsOver):
        planning.edit(by=held.author, meetup=held, plan=plan(), edition=1, now=LATER + 2 * HOUR)
    with pytest.raises(refusals.IsOver):
        planning.call_off(by=held.author, meetup=held, reason="Rain.", now=LATER + 2 * HOUR)


def test_calling_it_off_needs_a_reason_tells_everybody_once_and_is_the_end():
    held, (first,), (second, _third) = full()

    with pytest.raises(errors.Invalid):
        planning.call_off(by=held.author, meetup=held, reason=" ", now=NOON)
    for reason in ("It rains.", "Again."):
        planning.call_off(by=held.author, meetup=held, reason=reason, now=NOON)

    held.refresh_from_db()
    assert (held.reason, held.edition, held.reminds_at) == ("It rains.", 2, None)
    assert [told(person, "called_off") for person in (first, second)] == [1, 1]
    for refused in (attending.come, attending.stay_away):
        with pytest.raises(refusals.CalledOff):
            refused(user=first, meetup=held, now=NOON)
    with pytest.raises(refusals.CalledOff):
        planning.edit(by=held.author, meetup=held, plan=plan(), edition=2, now=NOON)


def test_who_comes_is_reminded_once_a_day_before_and_again_when_it_moves():
    held, (first,), (second, _third) = full()
    due = held.begins_at - timedelta(days=1)

    assert [reminding.remind_due(now=at) for at in (due - HOUR, due, due + HOUR)] == [0, 1, 0]
    assert (told(first, "soon"), told(second, "soon")) == (1, 0)
    later = {"begins_at": LATER + timedelta(days=5), "ends_at": LATER + timedelta(days=5, hours=1)}
    planning.edit(by=held.author, meetup=held, plan=plan(places=1, **later), edition=1, now=due + HOUR)

    assert reminding.remind_due(now=later["begins_at"] - 2 * HOUR) == 1
    assert told(first, "soon") == 2
    planning.call_off(by=held.author, meetup=held, reason="Rain.", now=later["begins_at"] - HOUR)
    assert reminding.remind_due(now=later["begins_at"]) == 0


def test_what_a_reader_sees_takes_the_same_queries_for_one_and_for_twenty(django_assert_num_queries):
    place = cast.group()
    viewer = cast.member(place)
    first = meetup(place)
    for rows in (1, 20):
        for _ in range(rows - 1):
            attending.come(user=cast.member(place), meetup=first, now=NOON)
            meetup(place)
        standing = standings.of(user=viewer, group=place, now=NOON)
        with django_assert_num_queries(2):
            assert len(reads.page(viewer=viewer, group=place, now=NOON).cards) == rows
        with django_assert_num_queries(2):
            reads.next_of(viewer=viewer, group=place, now=NOON)
        with django_assert_num_queries(1):
            found = reads.get(viewer=viewer, public_id=first.public_id)
        with django_assert_num_queries(3):
            place_ = meetup_places.place_of(viewer=viewer, meetup=found, standing=standing, now=NOON)
        assert len(place_.comers.people) == rows - 1


def test_lists_go_on_where_they_ended_and_keep_what_is_called_off_until_its_end(monkeypatch):
    monkeypatch.setattr(reads, "PAGE", 2)
    place = cast.group()
    made = [meetup(place, begins_at=LATER + n * HOUR, ends_at=LATER + 4 * HOUR) for n in range(3)]
    planning.call_off(by=made[0].author, meetup=made[0], reason="Rain.", now=NOON)

    def titles(stage, now):
        found, after = [], ""
        while True:
            page = reads.page(viewer=made[0].author, group=place, stage=stage, after=after, now=now)
            found += [card.meetup for card in page.cards]
            if not (after := page.next_cursor):
                return found

    assert titles("coming", NOON) == made
    assert titles("over", NOON) == titles("coming", LATER + 4 * HOUR) == []
    assert titles("over", LATER + 4 * HOUR) == made[::-1]
    assert [card.meetup for card in reads.next_of(viewer=made[0].author, group=place, now=NOON)] == made[1:]


def test_who_comes_is_seen_by_who_may_see_the_members_and_every_answer_raises_the_topics():
    held = meetup()
    ana = cast.member(held.group)
    before = Topic.objects.get(name=f"group:{held.group_id}:meetups").version

    attending.come(user=ana, meetup=held, now=NOON)

    found = reads.get(viewer=ana, public_id=held.public_id)
    assert found.live_version == Topic.objects.get(name=f"meetup:{held.pk}").version == before + 1
    visitor = policies.Standing(policies.Role.VISITOR)
    outsider = policies.Standing(policies.Role.OUTSIDER)
    place = [meetup_places.place_of(viewer=ana, meetup=found, standing=who, now=NOON) for who in (visitor, outsider)]
    assert place[0].comers is None
    assert place[1].comers.people == (ana,)
