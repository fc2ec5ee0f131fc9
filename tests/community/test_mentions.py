"""Whom a text means: stored by handle, shown by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import RetiredHandle, User
from accounts.services import handles, profiles
from community import cards
from community.models import Comment
from community.selectors import card_posts, comment_search, comments, mentions, streams
from community.selectors.streams import Stream
from community.services import renaming
from gamify.registry import things
from inbox.selectors import notifications
from lib import clock
from live.models import Topic
from tests.community import cast, meeting

pytestmark = pytest.mark.django_db
HOSTILE = "</bdi><script>小满"
SHOWN = '<a href="/@m_98f65f/" class="mention" rel="nofollow ugc noopener" title="@m_98f65f">@<bdi>小满</bdi></a>'


@pytest.fixture
def xiaoman() -> User:
    return cast.person("m_98f65f", name="小满")


def test_whoever_is_mentioned_is_shown_by_name_wherever_the_text_is(xiaoman: User, client: Client) -> None:
    place = cast.group("tea")
    author = cast.member(place, "author")
    post = cast.post(author, place, "你好@M_98f65f，看茶 `@m_98f65f` @nobody_here")
    said = cast.answer(author, post, "茶 @m_98f65f")
    met = meeting.meetup(place, body="带上 @m_98f65f", now=clock.now())
    client.force_login(author)

    card = card_posts.for_cards([post.pk])[post.pk]
    page = client.get(f"/p/{post.public_id}/").content.decode()
    hit = comment_search.page(viewer=author, query="茶").hits[0]
    api = Client().get(f"/api/v1/comments/{said.public_id}").json()
    preview = client.post("/write/preview/", {"body": "@m_98f65f"}, headers={"HX-Request": "true"})

    assert card.excerpt == "你好@小满，看茶 @m_98f65f @nobody_here"
    assert card.html == f"<p>你好{SHOWN}，看茶 <code>@m_98f65f</code> @nobody_here</p>"
    assert page.count(SHOWN) == 2
    assert (hit.excerpt, hit.about) == ("茶 @小满", card.excerpt)
    assert (api["body"], api["html"]) == ("茶 @m_98f65f", f"<p>茶 {SHOWN}</p>")
    assert SHOWN in preview.content.decode()
    assert SHOWN in client.get(f"/meetups/{met.public_id}/").content.decode()
    found = things.find(author, [("post", str(post.pk)), ("comment", str(said.pk))])
    assert sorted(thing.words for thing in found.values()) == [card.excerpt, "茶 @小满"]
    assert [line.sentence for line in notifications.page(user=xiaoman).lines][-1].endswith(
        "“你好@小满，看茶 @小满 @nobody_here”"
    )
    assert "小满" not in Comment.objects.get().html, "nothing keeps the name but the account"


def test_a_mention_follows_who_it_means_and_forgets_who_is_erased(xiaoman: User) -> None:
    html = SHOWN.replace(' title="@m_98f65f"', "").replace("<bdi>小满</bdi>", "m_98f65f")
    profiles.update(user=xiaoman, display_name=HOSTILE, handle="xiaoman", bio="", now=cast.NOON)

    moved = mentions.named([html])[0]
    RetiredHandle.objects.update(owner=None)

    assert 'href="/@xiaoman/"' in moved
    assert 'title="@xiaoman">@<bdi>&lt;/bdi&gt;&lt;script&gt;小满</bdi></a>' in moved
    assert mentions.named([html])[0] == "@<bdi>A former member</bdi>"
    RetiredHandle.objects.all().delete()
    assert mentions.named([html])[0] == html, "nobody knows of it"
    assert handles.holders(asked=()) == {}


def test_names_take_one_query_for_a_whole_page(xiaoman: User, django_assert_num_queries: Any) -> None:
    place = cast.group("tea")
    author = cast.member(place, "author")
    post = cast.post(author, place)
    for _each in range(3):
        cast.answer(author, post, "@m_98f65f and @author")

    with django_assert_num_queries(2):
        comments.thread(post=post, user=AnonymousUser())


def test_a_kept_card_has_the_new_name_at_once(xiaoman: User) -> None:
    place = cast.group("tea")
    author = cast.member(place, "author")
    post = cast.post(author, place, "Look, @M_98f65f!")
    other = cast.post(author, place, "m 98f65f, and `@m_98f65f` as a word.")

    def shown() -> str:
        return "".join(cards.render_cards(streams.page(Stream(AnonymousUser())).rows, AnonymousUser(), "en"))

    assert "Look, @小满!" in shown()
    profiles.update(user=xiaoman, display_name="Manman", handle="m_98f65f", bio="", now=cast.NOON)
    assert "Look, @Manman!" in shown()
    profiles.update(user=xiaoman, display_name="Man", handle="manman", bio="", now=cast.NOON)
    assert "Look, @Man!" in shown()
    post.refresh_from_db()
    other.refresh_from_db()
    assert (Topic.objects.get(name=f"post:{post.pk}").version, other.version) == (post.version, 1)


def test_renaming_asks_little_when_nobody_is_mentioned(xiaoman: User, django_assert_num_queries: Any) -> None:
    profiles.update(user=xiaoman, display_name="小满", handle="m_98f65f", bio="", now=cast.NOON)

    with django_assert_num_queries(1):
        renaming.renew(user=xiaoman, handles={"m_98f65f"})
