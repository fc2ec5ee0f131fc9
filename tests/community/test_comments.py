"""Conversations: their tree, their pages, and what they leave behind."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community import paths
from community.models import Comment
from community.selectors import comments as reads
from community.services import comments, reactions, removals
from gamify.models import Activity
from inbox.models import Notification
from lib import errors
from tests.community import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return cast.group()


@pytest.fixture
def post(place):
    return cast.post(cast.member(place, "author"), place)


@pytest.fixture
def reader(place):
    return cast.member(place, "reader")


def words_of(nodes):
    return [(node.html.removeprefix("<p>").removesuffix("</p>"), words_of(node.answers)) for node in nodes]


def test_replies_stand_under_what_they_reply_to_in_the_order_they_came(post, reader):
    first, second = cast.answer(reader, post, "1"), cast.answer(reader, post, "2")
    cast.answer(reader, post, "2a", parent=second)
    deep = cast.answer(reader, post, "1a", parent=first)
    cast.answer(reader, post, "1a1", parent=deep)
    cast.answer(reader, post, "1b", parent=first)

    thread = reads.thread(post=post, user=reader)

    assert words_of(thread.roots) == [("1", [("1a", [("1a1", [])]), ("1b", [])]), ("2", [("2a", [])])]


def test_below_depth_four_a_reply_stands_beside_what_it_replies_to(post, reader):
    parent = None
    made = []
    for number in range(7):
        parent = cast.answer(reader, post, str(number), parent=parent)
        made.append(parent)

    assert [comment.depth for comment in made] == [0, 1, 2, 3, 4, 4, 4]
    assert made[5].parent == made[6].parent == made[3]


def test_a_comment_is_recorded_counted_and_told_once(post, reader):
    first = comments.write(author=reader, post=post, body="Hello", key="same-key-1", now=cast.NOON)
    second = comments.write(author=reader, post=post, body="Hello", key="same-key-1", now=cast.NOON)

    post.refresh_from_db()
    assert (first.comment, second.is_new) == (second.comment, False)
    assert post.comment_count == Activity.objects.filter(verb="comment").count() == 1
    assert list(Notification.objects.values_list("recipient__username", "kind")) == [("author", "comment")]


def test_author_and_parent_and_mentioned_are_each_told_once_and_the_writer_never(place, post, reader):
    other = cast.member(place, "other")
    parent = cast.answer(other, post)
    Notification.objects.all().delete()

    cast.answer(reader, post, "@other @author @reader see", parent=parent)

    told = Notification.objects.order_by("recipient__username").values_list("recipient__username", "kind")
    assert list(told) == [("author", "comment"), ("other", "reply")]


def test_what_is_gone_is_not_replied_to(place, post, reader):
    comment = cast.answer(reader, post)
    elsewhere = cast.answer(reader, cast.post(reader, place))
    removals.delete(target=comment, author=reader, now=cast.NOON)

    for parent in (comment, elsewhere):
        with pytest.raises(errors.NotFound):
            cast.answer(reader, post, parent=Comment.objects.get(pk=parent.pk))
    removals.delete(target=post, author=post.author, now=cast.NOON)
    with pytest.raises(errors.NotFound):
        cast.answer(reader, post)
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("body", ["", " \u200b", "x" * 4_001, "a\x00b", "[" * 500])
def test_hostile_comments_are_refused_beside_the_field(post, reader, body):
    with pytest.raises(errors.Invalid) as caught:
        cast.answer(reader, post, body)

    assert set(caught.value.fields) == {"body"}
    assert not Comment.objects.exists()


def test_a_deleted_comment_keeps_its_place_only_while_replies_need_it(post, reader):
    top = cast.answer(reader, post, "top")
    leaf = cast.answer(reader, post, "leaf", parent=top)
    removals.delete(target=top, author=reader, now=cast.NOON)

    [gone] = reads.thread(post=post, user=reader).roots
    assert (gone.is_gone, gone.html, [node.html for node in gone.answers]) == (True, "", ["<p>leaf</p>"])

    removals.delete(target=leaf, author=reader, now=cast.NOON)
    assert reads.thread(post=post, user=reader).roots == ()
    post.refresh_from_db()
    assert post.comment_count == 0


def test_a_stale_edit_of_a_comment_changes_nothing(post, reader):
    comment = cast.answer(reader, post, "first")
    comments.edit(comment=comment, editor=reader, body="second", version=1, now=cast.NOON)

    with pytest.raises(comments.StaleComment) as caught:
        comments.edit(comment=comment, editor=reader, body="third", version=1, now=cast.NOON)

    comment.refresh_from_db()
    assert (comment.body, caught.value.data["body"]) == ("second", "second")
    with pytest.raises(errors.NotAllowed):
        comments.edit(comment=comment, editor=post.author, body="mine", version=2, now=cast.NOON)


def many(post, reader, number):
    Comment.objects.bulk_create(
        Comment(
            post=post, author=reader, key=f"bulk-{n}", path=f"{n:012}", body=str(n), html=str(n), created_at=cast.NOON
        )
        for n in range(number)
    )


def test_pages_of_fifty_grow_then_go_on_from_a_cursor(post, reader):
    many(post, reader, 620)

    first = reads.thread(post=post, user=reader)
    full = reads.thread(post=post, user=reader, pages=99)
    rest = reads.thread(post=post, user=reader, after=full.next_cursor)

    assert (len(first.roots), first.next_pages, first.next_cursor) == (50, 2, "")
    assert (len(full.roots), full.next_pages) == (500, None)
    assert [node.html for node in rest.roots][:2] == ["500", "501"]
    assert reads.thread(post=post, user=reader, after=full.next_cursor, pages=3).next_pages is None


def test_a_link_to_a_comment_opens_the_pages_up_to_it(post, reader):
    many(post, reader, 130)
    wanted = Comment.objects.get(key="bulk-120")

    thread = reads.thread(post=post, user=reader, to=wanted.public_id)

    assert thread.pages == 3
    assert "120" in [node.html for node in thread.roots]
    assert reads.thread(post=post, user=reader, to="no-such-one", after="neither").pages == 1


def test_a_link_to_a_comment_far_down_opens_its_page_alone(post, reader, client):
    many(post, reader, 760)
    wanted = Comment.objects.get(key="bulk-733")

    thread = reads.thread(post=post, user=reader, to=wanted.public_id)
    html = client.get(paths.of_comment(wanted).partition("#")[0]).content.decode()

    assert [node.html for node in thread.roots] == [str(number) for number in range(700, 750)]
    assert thread.after == Comment.objects.get(key="bulk-699").public_id
    assert f'id="c-{wanted.public_id}"' in html
    assert f'href="/p/{post.public_id}/#comments"' in html  # the way to what is above
    assert f"?pages=2&amp;after={thread.after}" in html  # and to what is below


@pytest.mark.parametrize("number", [1, 20])
def test_a_thread_costs_two_queries_and_one_for_visitors(post, reader, number, django_assert_num_queries):
    for n in range(number):
        reactions.toggle(user=reader, target=cast.answer(reader, post, str(n)), kind="felt", now=cast.NOON)

    with django_assert_num_queries(2):
        thread = reads.thread(post=post, user=reader)
    with django_assert_num_queries(1):
        reads.thread(post=post, user=AnonymousUser())
    assert {node.reaction for node in thread.roots} == {"felt"}
