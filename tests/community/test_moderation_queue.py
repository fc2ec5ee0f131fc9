"""A queue of many reports: waves about one person, one who reports much, two moderators at once."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse

from community.models import Case, GroupRule, Post
from community.selectors import alike, cases as case_reads, narrowing, queue_rows, queues
from community.services import cases, posts, sweeping
from inbox.models import Notification
from inbox.services import notifications
from tests.community import cast
from tests.community.moderating import (  # noqa: F401 fixtures
    LATER,
    a_moderator,
    a_post,
    a_reporter,
    an_author,
    decide,
    report,
    tea_with_rules,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(name="wave")
def a_wave(tea, mod, author, reporter):
    """Four posts of one author, reported one after the other; the last is the newest case."""
    return [report(cast.post(author, tea, title=f"Deal {number}"), reporter).report.case for number in range(4)]


def queue_of(tea):
    return reverse("community:group-queue", args=[tea.slug])


def page_of(case):
    return reverse("community:case-detail", args=[case.pk])


def test_a_wave_is_decided_with_one_of_it_but_for_what_has_changed(client, tea, mod, author, reporter, wave):
    oldest, edited, left_out, newest = wave
    comment = report(cast.answer(author, cast.post(mod, tea)), reporter, rule=1).report.case
    elsewhere = report(cast.post(cast.member(tea), tea), reporter).report.case
    others = {other.case.pk: other.seen for other in alike.others(case=newest)}
    assert set(others) == {oldest.pk, edited.pk, left_out.pk, comment.pk}
    posts.edit(post=edited.post, editor=author, composition=cast.words("All is well."), edition=1, now=LATER)
    client.force_login(mod)
    assert "Decide 4 other reports about Author alike" in client.get(page_of(newest)).content.decode()

    wrong = {"action": "remove", "seen": cases.token_of(newest, newest.post), "alike": "1"}
    again = client.post(page_of(newest), wrong | {"also": f"{oldest.pk}:{others[oldest.pk]}"}).content.decode()
    assert re.search(r'name="alike" value="1" data-shortcut="a" checked', again)  # what was marked stays marked
    assert re.findall(r'name="also" value="(\d+):[^"]*" checked', again) == [str(oldest.pk)]

    answer = client.post(
        page_of(newest),
        {
            "action": "remove",
            "rule": "2",
            "seen": cases.token_of(newest, newest.post),
            "alike": "1",
            "also": [
                f"{pk}:{others.get(pk, '1.published.')}" for pk in (oldest.pk, edited.pk, comment.pk, elsewhere.pk)
            ],
        },
        follow=True,
    )

    states = dict(Case.objects.values_list("pk", "state"))
    assert {pk for pk, state in states.items() if state == "removed"} == {newest.pk, oldest.pk, comment.pk}
    assert Post.objects.get(pk=elsewhere.post_id).is_published
    said = answer.content.decode()
    assert "1 member who reported it is told. 2 others were decided alike. 2 have changed meanwhile and wait." in said
    assert f'href="{page_of(newest)}">Look at it again' in said
    assert answer.request["PATH_INFO"] == page_of(left_out)  # the next that waits


def test_the_next_report_comes_by_itself_within_what_was_asked_for(client, tea, mod, author, wave):
    report(cast.post(cast.member(tea), tea), author, rule=1)
    client.force_login(mod)
    part = f"?author={author.handle}"

    sent = [
        client.post(page_of(case) + part, {"action": "keep", "seen": cases.token_of(case, case.post)})["Location"]
        for case in reversed(wave)
    ]

    assert sent == [*(page_of(case) + part for case in wave[2::-1]), queue_of(tea)]


def test_a_queue_is_narrowed_by_rule_author_and_reporter(
    client, tea, mod, author, reporter, wave, django_assert_num_queries
):
    judge = cast.member(tea, "judge", role="moderator")
    about_me = report(cast.post(judge, tea), reporter, rule=1).report.case
    mine = report(cast.post(reporter, tea), author, rule=1).report.case
    rows = queues.in_group(group=tea, user=judge)
    be_kind = GroupRule.objects.get(number=1)

    with django_assert_num_queries(5):
        found = narrowing.choices(rows)
    assert [(choice.label, choice.count) for choice in found.rules] == [("2. No selling", 4), ("1. Be kind", 1)]
    assert [(choice.value, choice.count) for choice in found.authors] == [("author", 4), ("reporter", 1)]
    assert [(choice.value, choice.count) for choice in found.reporters] == [("reporter", 4), ("author", 1)]
    for asked, left in (
        ({"rule": be_kind.pk}, [mine]),
        ({"author": "author", "reporter": "reporter"}, wave[::-1]),
        ({"reporter": "author"}, [mine]),
        ({"rule": be_kind.pk, "reporter": "reporter"}, []),
    ):
        part = narrowing.Narrowing(**asked)
        shown = queues.queue(group=tea, user=judge, is_open=True, now=LATER, narrowing=part).rows
        assert [row.case for row in shown] == left
    assert about_me.is_open
    client.force_login(judge)
    given = client.get("/api/v1/groups/tea/cases?reporter=author").json()["results"]
    assert [row["id"] for row in given] == [mine.pk]
    said = client.get(f"{queue_of(tea)}?reporter=author").content.decode()
    assert f"{page_of(mine)}?reporter=author" in said
    assert page_of(wave[0]) not in said
    assert "Nothing of that is left" in client.get(f"{queue_of(tea)}?author=nobody%00&rule=x9").content.decode()


def test_a_list_that_renews_itself_keeps_what_was_opened(client, tea, mod, wave, monkeypatch):
    monkeypatch.setattr(queue_rows, "PAGE", 1)
    client.force_login(mod)

    said = client.get(f"{queue_of(tea)}?parts=2&author=author", headers={"HX-Request": "true"}).content.decode()

    assert said.count("<article") == 2
    assert f'data-live-get="{queue_of(tea)}?author=author&amp;parts=2" data-live-parts="2"' in said


def test_a_reporters_record_says_how_their_other_reports_here_ended(tea, mod, author, reporter, wave):
    kept = decide(wave[0], mod, "keep", rule=2, reason="")
    assert kept.rule is None  # none was broken
    decide(wave[1], mod)
    elsewhere = cast.group()
    report(cast.post(cast.member(elsewhere), elsewhere), cast.join(reporter, elsewhere).user, rule=None, note="Rude")

    [told_by] = case_reads.page(case=wave[3]).reports

    assert (told_by.followed, told_by.kept, told_by.waiting) == (1, 1, 1)


def test_two_moderators_hear_of_each_other_before_they_decide(client, tea, mod, wave):
    cache.clear()
    other = cast.member(tea, "other", role="moderator")
    for who, hears in ((mod, False), (mod, False), (other, True)):
        client.force_login(who)
        assert ("Mod is reading this, too" in client.get(page_of(wave[0])).content.decode()) is hears
    assert "Mod is reading it" in client.get(queue_of(tea)).content.decode()
    decide(wave[0], mod)
    assert "is reading" not in client.get(page_of(wave[0])).content.decode()


def test_many_reports_are_one_line_in_the_inbox_until_they_are_decided(tea, mod, wave):
    line = Notification.objects.get(recipient=mod, kind="case_opened")
    assert told(mod, "case_opened") == ["4 reports in Tea wait for you."]
    assert line.url == queue_of(tea)

    decide(wave[0], mod)
    notifications.mark_all_read(user=mod, now=LATER)
    decide(wave[1], mod)
    assert told(mod, "case_opened") == ["2 reports in Tea wait for you."]  # a line that was read says what is so, too
    Notification.objects.update(read_at=None)
    decide(wave[2], mod)
    assert told(mod, "case_opened") == ["A post in Tea was reported."]
    sweeping.sweep(by=cast.person(is_staff=True, is_superuser=True), person=wave[3].author, reason="Spam.", now=LATER)
    line.refresh_from_db()
    assert line.read_at == LATER

    again = report(cast.post(wave[3].author, tea), cast.member(tea)).report.case
    line.refresh_from_db()
    assert (line.url, line.read_at) == (page_of(again), None)
    assert told(mod, "case_opened") == ["A post in Tea was reported."]


def test_whom_one_may_not_ban_is_not_offered_and_the_way_back_is_the_case(client, tea, mod, author, reporter, wave):
    about_owner = report(cast.post(cast.member(tea, role="owner"), tea), reporter).report.case
    client.force_login(mod)
    assert "Mute or ban" not in client.get(page_of(about_owner)).content.decode()
    way = f"{reverse('community:member-sanction', args=['tea', 'author'])}?case={wave[0].pk}"
    assert way in client.get(page_of(wave[0])).content.decode()

    done = client.post(way, {"action": "mute", "duration": "1d", "rule": "2"})

    assert (done.status_code, done["Location"]) == (303, page_of(wave[0]))


def test_long_words_do_not_push_the_decision_off_the_screen():
    for length, can_be_scrolled in ((100, False), (5_000, True)):
        given = {"author": cast.User(username="ann"), "title": "", "html": "w" * length}
        assert ('tabindex="0"' in render_to_string("community/report/quote.html", given)) is can_be_scrolled
