"""The pages of meetups, the file for a calendar, and what moderators and an erased account take away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.services import closing
from community import calendar_files
from community.models import Attendance, Case, Meetup
from community.services import memberships, reports
from community.services.meetups import attending, planning, removing
from inbox.models import Notification
from inbox.selectors import notifications
from lib import errors
from lib.moment_fields import MomentField
from tests.community import cast
from tests.community.meeting import HOUR, LATER, NOON, meetup, plan
from tests.community.moderating import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(clock):
    cast.person("cleo", name="Cleo May")
    return meetup(title="<b>Evening tea</b>", body="Bring *cups*, @cleo.", places=1)


def text_of(answer):
    return answer.content.decode()


def words_of(person):
    return set(Notification.objects.filter(recipient=person, kind="meetup").values_list("data__what", flat=True))


def sent(**changes):
    given = {"title": "Night tea", "venue": "Here", "begins_at": "2026-03-10T19:00", "ends_at": "2026-03-10T21:00"}
    return given | {"link": "", "places": "", "body": ""} | changes


def test_a_member_says_yes_and_not_after_all_with_and_without_scripts(client, held):
    ana, ben = cast.member(held.group), cast.member(held.group)
    path = f"/meetups/{held.public_id}/"
    client.force_login(ana)
    assert "&lt;b&gt;Evening tea" in text_of(client.get(path))

    assert client.post(f"{path}place/", {"coming": "1"})["Location"] == path
    assert "Not after all" in text_of(client.get(path))
    client.force_login(ben)
    part = client.post(f"{path}place/", {"coming": "1"}, HTTP_HX_REQUEST="true")
    assert "You are number 1 in line" in text_of(part)
    client.force_login(ana)
    assert "full" in text_of(client.post(f"{path}place/", {"coming": "0"}, HTTP_HX_REQUEST="true"))
    planning.call_off(by=held.author, meetup=held, reason="It rains.", now=NOON)

    for headers, status in (({}, 409), ({"HTTP_HX_REQUEST": "true"}, 422)):
        refused = client.post(f"{path}place/", {"coming": "1"}, **headers)
        assert (refused.status_code, "was called off" in text_of(refused)) == (status, True)
    assert Attendance.objects.get(state="coming").user == ben


def test_visitors_read_and_are_sent_to_sign_in_and_see_no_names(client, held):
    attending.come(user=cast.member(held.group, name="Anouk"), meetup=held, now=NOON)
    page = text_of(client.get(f"/meetups/{held.public_id}/"))

    assert "of 1 place taken" in page
    assert "Anouk" not in page
    assert "/accounts/login/" in client.post(f"/meetups/{held.public_id}/place/", {"coming": "1"})["Location"]


def test_a_form_begins_one_in_the_time_of_whoever_writes_and_gives_back_what_was_wrong(client, clock):
    place = cast.group("tea")
    client.force_login(cast.member(place, role="owner", time_zone="Asia/Shanghai"))

    wrong = client.post("/g/tea/meetups/new/", sent(venue="", link="javascript:x", body="Kept words"))
    assert wrong.status_code == 422
    assert all(words in text_of(wrong) for words in ("such as https://example.org", "Kept words", "Asia/Shanghai"))
    for _twice in range(2):
        made = client.post("/g/tea/meetups/new/", sent(key="pressed-twice"))

    row = Meetup.objects.get()
    assert made["Location"] == f"/meetups/{row.public_id}/"
    assert row.begins_at.isoformat() == "2026-03-10T11:00:00+00:00"
    assert "Tuesday, Mar 10, 2026, 19:00–21:00" in text_of(client.get("/g/tea/meetups/"))
    other = client.post("/g/tea/meetups/new/", sent(key="pressed-twice", title="A second evening"))
    assert (other.status_code, other.context["key"] == "pressed-twice") == (409, False)
    assert all(words in text_of(other) for words in ("A second evening", "out already"))


def test_an_hour_that_the_clocks_skip_is_refused_beside_its_field(client, clock):
    place = cast.group("tea")
    client.force_login(cast.member(place, role="owner", time_zone="Europe/Berlin"))

    assert "Say where" in text_of(client.post("/g/tea/meetups/new/", {"title": "Night tea"}))
    skipped = sent(begins_at="2026-03-29T02:30", ends_at="2026-03-29T04:00")
    assert "skip this hour" in text_of(client.post("/g/tea/meetups/new/", skipped))
    with timezone.override("Europe/Berlin"):
        assert MomentField().clean("2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert client.post("/g/tea/meetups/new/", skipped | {"begins_at": "2026-03-29T01:30"}).status_code == 303

    assert Meetup.objects.get().ends_at - Meetup.objects.get().begins_at == 1.5 * HOUR


def test_a_stale_form_shows_both_and_saves_on_the_second_press(client, held):
    client.force_login(held.author)
    path = f"/meetups/{held.public_id}/edit/"
    assert "Evening tea" in text_of(client.get(path))
    planning.edit(by=held.author, meetup=held, plan=plan(title="Of the other"), edition=1, now=NOON)

    first = client.post(path, sent(edition="1"))
    assert first.status_code == 409
    assert all(words in text_of(first) for words in ("Of the other", "Night tea", 'name="edition" value="2"'))
    client.post(path, sent(edition="2"))

    held.refresh_from_db()
    assert held.title == "Night tea"


def test_calling_off_asks_why_and_tells_where_it_is_over(client, held):
    client.force_login(held.author)
    path = f"/meetups/{held.public_id}/call-off/"
    assert "There is no way back" in text_of(client.get(path))
    assert client.post(path, {"reason": ""}).status_code == 422

    assert client.post(path, {"reason": "It <i>rains</i>."}).status_code == 303

    assert "It &lt;i&gt;rains&lt;/i&gt;." in text_of(client.get(f"/meetups/{held.public_id}/"))


def test_the_group_shows_the_next_ones_beside_its_feed_and_nothing_while_there_is_none(client, held):
    client.force_login(held.author)
    beside = f"/g/{held.group.slug}/meetups/beside/"
    assert f"/meetups/{held.public_id}/" in text_of(client.get(beside))

    planning.call_off(by=held.author, meetup=held, reason="It rains.", now=NOON)

    assert "<h2" not in text_of(client.get(beside))
    assert beside in text_of(client.get(f"/g/{held.group.slug}/"))
    assert "called off" in text_of(client.get(f"/g/{held.group.slug}/meetups/"))
    assert "Nothing is over yet" in text_of(client.get(f"/g/{held.group.slug}/meetups/?stage=over"))


def test_home_shows_who_comes_or_waits_what_is_next_within_a_week(client, held, clock):
    ana, ben = cast.member(held.group), cast.member(held.group)
    later = meetup(held.group, title="Much later", begins_at=LATER + HOUR, ends_at=LATER + 2 * HOUR)
    attending.come(user=ana, meetup=later, now=NOON)
    client.force_login(ana)
    clock.tick(hours=3)
    assert "Your next meetup" not in text_of(client.get("/"))
    for person in (ana, ben):
        attending.come(user=person, meetup=held, now=NOON)

    for person, words in ((ana, "you are coming"), (ben, "you wait")):
        client.force_login(person)
        home = text_of(client.get("/"))
        assert (f"/meetups/{held.public_id}/" in home, words in home) == (True, True)
    planning.call_off(by=held.author, meetup=held, reason="It rains.", now=NOON)
    assert "Your next meetup" not in text_of(client.get("/"))


def test_a_calendar_gets_an_escaped_and_folded_file_that_says_when_it_is_called_off(client, clock):
    said = "Tea; cups, \\ and a very long name that goes on 茶" + "茶" * 30
    cast.person(name="Ana Mar", handle="ana")
    held = meetup(title=said, venue="Line one, two", body="One\n\ntwo @ana")

    answer = client.get(f"/meetups/{held.public_id}/meetup.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= calendar_files.FOLD
    whole = answer.content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Tea\\; cups\\, \\\\ and a very long name that goes on 茶" in whole
    assert "DTSTART:20260309T120000Z\r\nDTEND:20260309T130000Z" in whole
    assert "DESCRIPTION:One\\ntwo @Ana Mar\\n\\nhttp" in whole
    assert ("SEQUENCE:0" in whole, "STATUS:CONFIRMED" in whole, f"UID:{held.public_id}@" in whole) == (True,) * 3
    planning.call_off(by=held.author, meetup=held, reason="Rain", now=NOON)
    gone = client.get(f"/meetups/{held.public_id}/meetup.ics").content.decode()
    assert ("SEQUENCE:1" in gone, "STATUS:CANCELLED" in gone) == (True, True)


def test_what_is_reported_is_taken_away_for_everybody_and_comes_back_with_its_places(client, held):
    judge, ana = cast.member(held.group, role="owner"), cast.member(held.group)
    attending.come(user=ana, meetup=held, now=NOON)
    client.force_login(ana)
    page = f"/meetups/{held.public_id}/"
    assert "@<bdi>Cleo May</bdi>" in text_of(client.get(f"{page}report/"))
    assert client.post(f"{page}report/", {"note": "An advert."}).status_code == 303
    case = Case.objects.get(meetup=held)
    ben = cast.member(held.group, name="Benedikt")
    attending.come(user=ben, meetup=held, now=NOON)
    assert "Benedikt" not in text_of(client.get(page))
    client.force_login(judge)
    assert "Benedikt" in text_of(client.get(page))  # who looks after the group sees who waits
    judged = text_of(client.get(f"/cases/{case.pk}/"))
    assert ("A meetup planned by" in judged, "@<bdi>Cleo May</bdi>" in judged) == (True, True)

    decide(case, judge, rule=None)
    assert client.get(page).status_code == 404
    with pytest.raises(errors.NotFound):
        attending.come(user=judge, meetup=held, now=NOON)
    lines = [line.sentence for line in notifications.page(user=ana).lines]
    assert not any("Evening tea" in line for line in lines)
    assert any("took away a meetup" in line for line in lines)
    assert not Notification.objects.filter(kind="meetup_new", read_at=None).exists()
    decide(Case.objects.get(pk=case.pk), judge, "restore", rule=None)

    assert client.get(page).status_code == 200
    assert Attendance.objects.get(user=ana).state == "coming"
    assert words_of(ana) == {"taken_away", "brought_back"}
    assert words_of(ben) == {"taken_away", "back_in_line"}


def test_a_place_that_comes_free_while_it_is_away_is_given_once_it_is_back(held):
    judge, ana, ben, cleo = (cast.member(held.group, role=role) for role in ("owner", *["member"] * 3))
    for number, person in enumerate((ana, ben, cleo)):
        attending.come(user=person, meetup=held, now=NOON + number * HOUR)
    removing.remove(target=held, moderator=judge, now=NOON)

    memberships.leave(actor=ana, group=held.group, now=NOON)
    assert words_of(ben) == {"taken_away"}
    removing.restore(target=held, by=judge, now=NOON)

    assert Attendance.objects.get(user=ben).state == "coming"
    assert words_of(ana) == {"taken_away"}
    assert words_of(ben) == {"taken_away", "free"}
    assert words_of(cleo) == {"taken_away", "back_in_line"}


def test_with_the_words_of_an_erased_account_its_meetups_go_and_who_wanted_to_come_hears_it(client, held):
    ana, rest = cast.member(held.group), cast.member(held.group, role="owner")
    attending.come(user=ana, meetup=held, now=NOON)
    told = reports.report(reporter=ana, target=held, rule=None, note="Hm.", now=NOON)

    closing.close(user=held.author, with_words=True, now=NOON)
    closing.erase_due(now=NOON + timedelta(days=15))
    held.refresh_from_db()
    assert (held.title, held.body, held.venue, held.standing) == ("", "", "", "deleted")
    assert not Notification.objects.filter(data__what="withdrawn").exists()  # it was over by then
    assert told.report.case.snapshot["body"] != Case.objects.get().snapshot["body"] == ""

    late = meetup(held.group, begins_at=LATER + timedelta(days=30), ends_at=LATER + timedelta(days=31))
    assert late.author == rest
    attending.come(user=ana, meetup=late, now=NOON)
    closing.close(user=_alone(rest, held), with_words=True, now=NOON)
    closing.erase_due(now=NOON + timedelta(days=15))
    assert Notification.objects.get(data__what="withdrawn").recipient == ana
    client.force_login(ana)
    assert client.get(f"/meetups/{late.public_id}/").status_code == 404


def _alone(person, held):
    """Return the owner once somebody else owns the group, too."""
    cast.member(held.group, role="owner")
    return person
