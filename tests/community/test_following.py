"""The feed of whom one follows: what one may read of them, in whatever group, newest first, and live."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.services import following
from community.selectors import streams
from community.selectors.streams import Stream
from tests.community import cast

pytestmark = [pytest.mark.django_db, pytest.mark.world]


def test_it_has_what_they_wrote_where_i_may_read_and_nothing_else(clock, client: Client, django_assert_num_queries):
    tea, club, secret = cast.group("tea"), cast.group("club"), cast.group("den", visibility="secret")
    mei, bob, third = cast.member(tea, "mei"), cast.member(tea, "bob"), cast.member(tea)
    cast.join(bob, club)
    cast.join(bob, secret)
    open_ones = [cast.post(bob, tea), cast.post(bob, club)]
    closed = cast.post(bob, secret)
    cast.post(third, tea)
    client.force_login(mei)
    assert "press Follow" in client.get("/?tab=following").content.decode()
    following.follow(user=mei, person=bob, now=cast.NOON)

    with django_assert_num_queries(1):
        seen = {row.pk for row in streams.page(Stream(mei, followed=True)).rows}

    assert seen == {post.pk for post in open_ones}
    page = client.get("/?tab=following").content.decode()
    assert all(f"/p/{post.public_id}/" in page for post in open_ones)
    assert closed.public_id not in page
    pills = page.count("followed=1&amp;than=")
    assert pills

    cast.join(mei, secret)
    assert closed.pk in {row.pk for row in streams.page(Stream(mei, followed=True)).rows}
    assert (
        client.get("/?tab=following").content.decode().count("followed=1&amp;than=") > pills
    )  # hears of that one, too

    assert not streams.page(Stream(bob, followed=True)).rows
    client.logout()
    assert 'href="?tab=following"' not in client.get("/?tab=following").content.decode()


def test_the_pill_counts_what_they_wrote_since(clock, client: Client):
    tea = cast.group("tea")
    mei, bob, third = (cast.member(tea, name) for name in ("mei", "bob", "third"))
    following.follow(user=mei, person=bob, now=cast.NOON)
    client.force_login(mei)
    for author in (bob, bob, third):
        cast.post(author, tea)

    pill = client.get("/feed/pill/", {"followed": "1", "than": streams._START, "hear": "feed:public"})

    assert "2 new posts" in pill.content.decode()
