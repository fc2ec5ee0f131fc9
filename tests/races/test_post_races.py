"""Many hands on one button. Each lock has its negative control: without it the same race must go wrong."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError

from community.models import Comment, Group, Membership, Post, Reaction
from community.policies import Action
from community.services import access, comments, posts, reactions
from gamify.models import Activity
from tests.community import cast
from tests.races.hands import at_once, meet, unlock

pytestmark = pytest.mark.django_db(transaction=True)


def publish_eight_times():
    place = cast.group()
    author = cast.member(place)
    work = lambda _: posts.publish(author=author, group=place, composition=cast.words(), key="one-key-1", now=cast.NOON)  # noqa: E731
    return at_once(work, 8)


def test_a_button_pressed_eight_times_publishes_one_post():
    results, problems = publish_eight_times()

    assert problems == []
    assert sorted(result.is_new for result in results) == [False] * 7 + [True]
    assert Post.objects.count() == Group.objects.get().post_count == Activity.objects.filter(verb="create").count() == 1


@pytest.mark.production_only
def test_without_the_lock_the_eight_presses_collide(monkeypatch):
    monkeypatch.setattr(access, "hold", lambda group, user: Membership.objects.filter(group=group, user=user).first())
    monkeypatch.setattr(access, "hold_group", lambda group: group)

    _results, problems = publish_eight_times()

    assert problems
    assert all(isinstance(problem, IntegrityError) for problem in problems)
    assert Post.objects.count() == 1  # the unique key is the last line


def react_with_twenty():
    place = cast.group()
    made = cast.post(cast.member(place), place)
    readers = [cast.member(place) for _ in range(20)]

    def work(number):
        return reactions.toggle(user=readers[number], target=made, kind=Reaction.Kind.values[number % 4], now=cast.NOON)

    _results, problems = at_once(work, 20)
    made.refresh_from_db()
    return made, problems


def test_twenty_reactions_at_once_are_counted_exactly():
    made, problems = react_with_twenty()

    assert problems == []
    assert made.reaction_count == 20
    assert made.reactions == {"felt": 5, "hug": 5, "cheer": 5, "thanks": 5}
    assert made.version == 21
    assert Activity.objects.filter(verb="receive").count() == 20


@pytest.mark.production_only
def test_without_the_lock_reactions_get_lost(monkeypatch):
    monkeypatch.setattr(posts, "lock", lambda pk: Post.objects.select_related("group", "author").get(pk=pk))

    made, problems = react_with_twenty()

    assert made.reaction_count + len([one for one in problems if isinstance(one, OperationalError)]) < 20


def press_seven_times():
    place = cast.group()
    made, reader = cast.post(cast.member(place), place), cast.member(place)

    _results, problems = at_once(lambda _: reactions.toggle(user=reader, target=made, kind="felt", now=cast.NOON), 7)

    made.refresh_from_db()
    return made, problems


def test_one_reader_pressing_at_once_ends_up_with_one_reaction_and_an_honest_count():
    made, problems = press_seven_times()

    assert problems == []
    assert Reaction.objects.count() == made.reaction_count == 1


@pytest.mark.production_only
def test_without_the_locks_the_seven_presses_of_one_reader_collide(monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, reactions, "_find", 7)

    made, problems = press_seven_times()

    assert problems or made.reaction_count != 1


def test_twenty_comments_at_once_are_counted_exactly():
    place = cast.group()
    made = cast.post(cast.member(place), place)
    people = [cast.member(place) for _ in range(20)]

    _results, problems = at_once(
        lambda number: comments.write(
            author=people[number], post=made, body="me too", key=f"key-{number:05}", now=cast.NOON
        ),
        20,
    )

    made.refresh_from_db()
    assert problems == []
    assert made.comment_count == Comment.objects.count() == 20


def test_two_tabs_editing_at_once_leave_one_winner():
    place = cast.group()
    author = cast.member(place)
    made = cast.post(author, place)

    results, problems = at_once(
        lambda number: posts.edit(
            post=made, editor=author, composition=cast.words(f"tab {number}"), edition=1, now=cast.NOON
        ),
        4,
    )

    assert len(results) == 1
    assert [type(problem) for problem in problems] == [posts.Stale] * 3
    assert made.revisions.count() == 1


def comment_and_react_at_once():
    place = cast.group()
    made, reader = cast.post(cast.member(place), place), cast.member(place)

    def work(number):
        if number % 2:
            return reactions.toggle(user=reader, target=made, kind="felt", now=cast.NOON)
        return comments.write(author=reader, post=made, body="and this", key=f"key-{number:05}", now=cast.NOON)

    _results, problems = at_once(work, 16)
    made.refresh_from_db()
    return made, problems


def test_a_member_who_comments_and_reacts_at_once_waits_for_nobody_in_a_circle():
    made, problems = comment_and_react_at_once()

    assert problems == []
    assert (made.comment_count, made.reaction_count) == (8, 0)


@pytest.mark.production_only
def test_with_the_locks_in_another_order_they_wait_in_a_circle(monkeypatch):
    enter = access.enter

    def post_first(*, action, **others):
        if action == Action.REACT:
            posts.lock(Post.objects.get().pk)
        return enter(action=action, **others)

    monkeypatch.setattr(access, "enter", post_first)

    _made, problems = comment_and_react_at_once()

    assert any("deadlock" in str(problem) for problem in problems)
