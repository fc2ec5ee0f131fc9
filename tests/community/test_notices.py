"""What the inbox says of things that are gone, and whom it does not tell of what they may not read."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from community import paths
from community.models import Group, Membership, Post
from community.selectors import comments, hashtags
from community.services import admissions, cases, memberships, reactions, removals, reports
from inbox.models import Notification
from inbox.selectors import notifications
from inbox.selectors.notifications import Line
from inbox.services import preferences
from lib import clock
from tests.community import cast

pytestmark = pytest.mark.django_db
GONE = "This is about something that is no longer here."


@pytest.fixture
def den() -> Group:
    return cast.group("den", visibility="secret")


@pytest.fixture
def post(den: Group) -> Post:
    return cast.post(cast.member(den), den, body="Words of the den")


def lines(user: User) -> list[Line]:
    return list(notifications.page(user=user).lines)


def leave(user: User, den: Group) -> None:
    Membership.objects.filter(user=user, group=den).update(state=Membership.State.LEFT)


def test_a_line_about_what_is_gone_repeats_no_word_of_it_and_leads_nowhere(
    client: Client, den: Group, post: Post
) -> None:
    mo, reader = cast.member(den, role="moderator"), cast.member(den)
    cast.answer(post.author, post, body=f"@{reader.handle} see")
    told = lines(reader)[0]
    assert "Words of the den" in told.sentence
    assert told.url

    removals.remove(target=post, moderator=mo, reason="no", now=cast.NOON)

    assert (lines(reader)[0].sentence, lines(reader)[0].url) == (GONE, "")
    client.force_login(reader)
    opened = client.post(reverse("inbox:notification-open", args=[told.pk]))
    assert opened["Location"] == reverse("inbox:notification-list")
    removals.restore(target=post, by=mo, now=cast.NOON)
    assert (lines(reader)[0].sentence, lines(reader)[0].url) == (told.sentence, told.url)


def test_who_left_reads_no_more_of_it(den: Group, post: Post) -> None:
    reader = cast.member(den)
    cast.answer(post.author, post, body=f"@{reader.handle} see")

    leave(reader, den)

    assert [line.sentence for line in lines(reader)] == [GONE]


def test_a_removed_post_is_one_unread_line_the_letter_about_it(den: Group, post: Post) -> None:
    mo, reader = cast.member(den, role="moderator"), cast.member(den)
    first = cast.answer(reader, post, body=f"@{mo.handle} look")
    cast.answer(reader, post)
    cast.answer(post.author, post, parent=first)
    reactions.toggle(user=reader, target=post, kind="felt", now=cast.NOON)
    kept = cast.post(post.author, den, body="Other words")
    cast.answer(reader, kept)
    unread = {person: notifications.unread_count(user=person) for person in (post.author, reader, mo)}
    assert list(unread.values()) == [4, 1, 1]

    case = reports.report(reporter=reader, target=post, rule=None, note="Rude.", now=cast.NOON).report.case
    cases.decide(
        moderator=mo, case=case, action="remove", rule=None, reason="Rude.", now=cast.NOON,
        seen=cases.token_of(case, cases.target_of(case)),
    )  # fmt: skip

    assert [line.kind for line in lines(post.author) if line.is_unread] == ["moderation", "comment"]
    assert [line.kind for line in lines(reader) if line.is_unread] == ["report_outcome"]
    assert [line for line in lines(mo) if line.is_unread] == []
    assert [line.sentence for line in lines(post.author)].count(GONE) == 1


def test_what_is_gone_for_a_reader_is_one_line_and_read_once_opened(client: Client, den: Group, post: Post) -> None:
    reader = cast.member(den)
    for _ in range(3):
        cast.answer(post.author, post, body=f"@{reader.handle} see")

    leave(reader, den)

    (line,) = lines(reader)
    assert (line.sentence, line.is_unread, notifications.unread_count(user=reader)) == (GONE, True, 3)
    client.force_login(reader)
    client.post(reverse("inbox:notification-open", args=[line.pk]))
    assert notifications.unread_count(user=reader) == 0


def test_letters_about_a_closed_group_keep_their_words_but_not_the_way_in(den: Group) -> None:
    reader = cast.member(den)
    url = reverse("community:group-detail", args=[den.slug])
    data = {"group": {"en": "The den"}, "reason": "bye"}
    Notification.objects.create(
        recipient=reader, kind="removed_from_group", key="x", url=url, data=data, created_at=cast.NOON
    )
    assert lines(reader)[0].url == url

    leave(reader, den)

    assert (lines(reader)[0].sentence, lines(reader)[0].url) == ("You were taken out of The den: bye", "")


def test_an_author_who_may_not_read_the_group_any_more_hears_nothing_from_it(den: Group, post: Post) -> None:
    reader = cast.member(den)
    leave(post.author, den)

    first = cast.answer(reader, post)
    reactions.toggle(user=reader, target=post, kind="felt", now=clock.now())
    leave(reader, den)
    cast.answer(cast.member(den), post, parent=first)

    assert not Notification.objects.filter(kind__in=("comment", "reply", "reaction")).exists()


@pytest.mark.parametrize(("wanted", "told"), [("comment mention", "comment"), ("mention", "mention"), ("", "")])
def test_an_author_who_is_mentioned_is_told_once_of_what_they_want_to_know(wanted: str, told: str) -> None:
    place = cast.group()
    post = cast.post(cast.member(place), place)
    preferences.choose(user=post.author, wanted=set(wanted.split()))

    cast.answer(cast.member(place), post, body=f"@{post.author.handle} well said")

    assert [line.kind for line in lines(post.author)] == told.split()


def test_what_leads_to_a_page_is_read_by_whoever_opens_that_page(client: Client) -> None:
    place = cast.group()
    reader = cast.member(place)
    post, other = cast.post(reader, place), cast.post(reader, place)
    for answered in (post, post, other):
        cast.answer(cast.member(place), answered)
    client.force_login(reader)
    assert notifications.unread_count(user=reader) == 3

    page = client.get(reverse("community:post-detail", args=[post.public_id])).content.decode()

    assert [line.url.partition("?")[0] for line in lines(reader) if line.is_unread] == [paths.of_post(other)]
    assert re.search(r'data-live-get="/notifications/count/">\s*1\s*<', page)


def test_a_request_that_is_answered_waits_in_no_moderators_inbox() -> None:
    place = cast.group(join_policy="request", member_count=2)
    first, second = (cast.member(place, role="moderator") for _ in "12")
    guest = cast.person()
    memberships.join(actor=guest, group=place, now=cast.NOON)
    assert notifications.unread_count(user=second) == 1

    admissions.approve(actor=first, group=place, member=guest, now=cast.NOON)

    assert [notifications.unread_count(user=person) for person in (first, second)] == [0, 0]


def test_a_comment_further_down_is_unread_until_it_was_shown(
    client: Client, den: Group, post: Post, monkeypatch
) -> None:
    monkeypatch.setattr(comments, "PAGE", 2)
    reader = cast.member(den)
    said = [cast.answer(post.author, post, body=f"@{reader.handle} see") for _ in range(3)]
    client.force_login(reader)

    client.get(paths.of_post(post))
    assert [line.url for line in lines(reader) if line.is_unread] == [paths.of_comment(said[2])]
    client.get(reverse("community:comment-list", args=[post.public_id]), {"pages": 2})
    assert notifications.unread_count(user=reader) == 0


def test_trends_begin_with_what_is_said_in_the_readers_language() -> None:
    tea = cast.group()
    for words in ("清明前的茶最好喝 #绿茶", "今天喝了很多茶 #绿茶", *["The first cup of the day #oolong"] * 3):
        cast.post(cast.member(tea), tea, words)

    for language, first in (("en", "oolong"), ("zh-hans", "绿茶")):
        with translation.override(language):
            assert next(trend.text for trend in hashtags.trending(now=cast.NOON)) == first
