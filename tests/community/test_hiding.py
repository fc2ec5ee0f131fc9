"""What a member no longer meets of a person they hid: in feeds, searches, conversations and the inbox."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.services import hiding
from community.models import Group
from community.selectors import arguments, comment_search, comments, covers, post_search, streams, warmth
from community.selectors.streams import Stream
from community.services import admissions, images, memberships, reactions
from community.services.composition import Picture
from community.services.proposals import arguing
from inbox.selectors import notifications
from lib import paging
from tests.community import cast, proposing
from tests.inbox.telling import told

pytestmark = [pytest.mark.django_db, pytest.mark.world]


@pytest.fixture
def place(clock) -> Group:
    return cast.group("tea")


@pytest.fixture
def mei(place: Group) -> User:
    return cast.member(place, "mei")


@pytest.fixture
def bob(place: Group) -> User:
    return cast.member(place, "bob")


def hide(user: User, person: User) -> None:
    hiding.hide(user=user, person=person, now=cast.NOON)


def feeds_of(viewer: User, place: Group) -> dict[str, list[int]]:
    """Return what stands in each stream and search of posts."""
    pages = {
        "latest": streams.page(Stream(viewer)),
        "my groups": streams.page(Stream(viewer, mine=True)),
        "a feeling": streams.page(Stream(viewer, mood="calm")),
        "a topic": streams.page(Stream(viewer, hashtag="kettle")),
        "words in a feed": streams.page(Stream(viewer, query="kettle")),
        "for you": warmth.for_you(viewer=viewer),
        "search": post_search.find(viewer=viewer, query="kettle", now=cast.NOON).page,
        "near": post_search.find(viewer=viewer, query="kettle warm zebra", now=cast.NOON).page,
    }
    found = {name: [row.pk for row in page.rows] for name, page in pages.items()}
    return found | {"pictures": [card.pk for card in covers.lately(viewer=viewer)]}


def test_their_posts_are_in_no_feed_and_search_but_on_their_own_page(place, mei, bob, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = Picture(images.upload(owner=bob, file=cast.picture(), now=cast.NOON).public_id, "A kettle")
    theirs = cast.post(bob, place, "The #kettle is warm.", pictures=(picture,))
    theirs.pinned_at = cast.NOON
    theirs.save()
    third = cast.member(place)
    assert all(pks == [theirs.pk] for pks in feeds_of(mei, place).values())

    hide(mei, bob)

    assert not any(feeds_of(mei, place).values())
    group_feed = [streams.page(Stream(each, group=place), version=1).rows for each in (mei, third)]
    assert [len(rows) for rows in group_feed] == [0, 1]  # what mei does not see is no "nothing is pinned" for others
    assert len(streams.page(Stream(mei, author=bob)).rows) == len(streams.page(Stream(bob)).rows) == 1
    assert streams.count_newer(Stream(mei), than=paging.encode([0, 0])) == 0


def test_a_comment_of_theirs_is_one_folded_line_and_answers_to_it_stay(client, place, mei, bob):
    post = cast.post(mei, place)
    said = cast.answer(bob, post, "Too hot.")
    cast.answer(mei, post, "As I like it.", parent=said)
    other = cast.post(bob, place, "Mine")
    hide(mei, bob)

    root = comments.thread(post=post, user=mei).roots[0]
    assert (root.is_hidden, root.html, [node.is_hidden for node in root.answers]) == (True, said.html, [False])
    assert not comments.thread(post=post, user=bob).roots[0].is_hidden
    assert comment_search.page(viewer=mei, query="hot").hits == ()
    assert len(comment_search.page(viewer=bob, query="hot").hits) == 1

    client.force_login(mei)
    page, theirs = (client.get(reverse("community:post-detail", args=[each.public_id])) for each in (post, other))
    html = page.content.decode()
    assert html.count('class="folded"') == theirs.content.decode().count('class="folded"') == 1
    assert html.index("Hidden: you hid Bob") < html.index("Too hot.") < html.index("</details>", html.index("Too hot."))


def test_an_argument_of_theirs_is_folded_too(client, place, mei, bob):
    made = proposing.opened(place, mei)
    arguing.argue(author=bob, proposal=made, side="for", body="It saves tins.", key="k", now=cast.NOON)
    hide(mei, bob)

    assert [line.is_hidden for line in arguments.best(viewer=mei, proposal=made).supporting] == [True]
    client.force_login(mei)
    assert "Hidden: you hid Bob" in client.get(reverse("community:proposal", args=[made.public_id])).content.decode()


def test_the_inbox_tells_nothing_of_what_they_do_towards_the_member(place, mei, bob):
    den = cast.group("den", visibility="secret", join_policy="invite")
    cast.join(bob, den, "moderator")
    post = cast.post(mei, place)
    third = cast.member(place, "third")
    cast.answer(bob, post, "Before")
    reactions.choose(user=third, target=post, kind="hug", now=cast.NOON)
    assert notifications.unread_count(user=mei) == 2

    hide(mei, bob)
    cast.answer(bob, post, "After, @mei")
    reactions.choose(user=bob, target=post, kind="hug", now=cast.NOON)
    admissions.invite(actor=bob, group=den, handle="mei", now=cast.NOON)

    lines = notifications.page(user=mei).lines
    assert [(line.kind, line.actor) for line in lines] == [("reaction", third)]
    assert (notifications.unread_count(user=mei), len(notifications.unread_paths(user=mei))) == (1, 1)
    assert [told(mei, kind) for kind in ("comment", "mention", "group_invited")] == [1, 0, 0]
    hiding.show(user=mei, handle="bob")
    assert [line.kind for line in notifications.page(user=mei).lines] == ["reaction", "comment"]


def test_whoever_looks_after_a_group_still_hears_of_what_waits_there(place, bob):
    club = cast.group("club", join_policy="request")
    keeper = cast.member(club, role="moderator")
    hide(keeper, bob)

    memberships.join(actor=bob, group=club, answer="Please", now=cast.NOON)

    assert told(keeper, "join_request") == notifications.unread_count(user=keeper) == 1
