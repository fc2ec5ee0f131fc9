"""Reactions: one a member, exact counts, and nothing to gain from playing with the switch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.models import Membership, Reaction
from community.policies import Banned
from community.services import reactions, removals
from gamify.models import Activity
from gamify.services import economies, process
from inbox.models import Notification
from inbox.selectors import notifications
from lib import errors
from tests.community import cast
from tests.gamify.conftest import DEFAULT

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return cast.group()


@pytest.fixture
def post(place):
    return cast.post(cast.member(place), place)


@pytest.fixture
def reader(place):
    return cast.member(place)


def toggle(user, target, kind="felt"):
    return reactions.toggle(user=user, target=target, kind=kind, now=cast.NOON)


def balance():
    """Return how many `like` and `receive` stand after all undos."""
    verbs = list(Activity.objects.values_list("verb", flat=True))
    return {verb: verbs.count(verb) for verb in ("like", "receive", "undo")}


def test_on_off_and_to_another_kind(post, reader):
    assert toggle(reader, post).counts == {"felt": 1}
    assert toggle(reader, post, "hug").counts == {"hug": 1}
    result = toggle(reader, post, "hug")

    post.refresh_from_db()
    assert (result.kind, result.total, post.reactions, post.reaction_count) == ("", 0, {}, 0)


def test_a_change_of_kind_earns_nothing_new(post, reader):
    toggle(reader, post)
    toggle(reader, post, "cheer")

    assert balance() == {"like": 1, "receive": 1, "undo": 0}


def test_each_round_is_recorded_and_undone_and_after_five_rounds_nothing_is(post, reader):
    for _ in range(20):
        toggle(reader, post)

    assert balance() == {"like": 5, "receive": 5, "undo": 10}
    assert Reaction.objects.get().round == 10


def test_a_reaction_to_ones_own_post_gives_no_received(post):
    toggle(post.author, post)

    assert balance() == {"like": 1, "receive": 0, "undo": 0}
    assert not Notification.objects.exists()


def test_the_author_is_told_once_however_often_it_is_switched(post, reader):
    for _ in range(3):
        toggle(reader, post)

    assert list(Notification.objects.values_list("recipient", "kind")) == [(post.author_id, "reaction")]


def test_many_who_feel_with_a_post_make_one_line_that_counts_each_of_them_once(post, place, reader):
    others = [cast.member(place) for _ in range(2)]
    for who in (reader, *others, reader, others[0]):
        toggle(who, post)
    toggle(reader, post)  # on once more

    told = Notification.objects.get(recipient=post.author)
    assert (told.data["others"], told.actor) == (2, others[1])
    assert notifications.page(user=post.author).lines[0].sentence.startswith(f"{others[1].display_name} and 2 others")


def test_sad_posts_earn_like_others(place):
    economies.publish(text=DEFAULT.read_text("utf-8"), now=cast.NOON)
    for mood in ("sad", "joy"):
        toggle(cast.member(place), cast.post(cast.member(place), place, emotions=(mood,)))
    process.sweep(now=cast.NOON)

    for verb in ("like", "receive"):
        sad, glad = Activity.objects.filter(verb=verb).values_list("outcome__document__entries", flat=True)
        assert sad == glad != []


def test_comments_take_reactions_too(post, reader):
    comment = cast.answer(post.author, post)

    assert toggle(reader, comment, "thanks").total == 1
    comment.refresh_from_db()
    post.refresh_from_db()
    assert (comment.reaction_count, post.reaction_count) == (1, 0)
    assert Activity.objects.get(verb="like").object_type == "comment"


def test_what_is_gone_unknown_or_not_allowed_is_refused_and_changes_nothing(place, post, reader):
    with pytest.raises(errors.Invalid):
        toggle(reader, post, "bite")
    Membership.objects.filter(user=reader).update(banned_until=cast.NOON + timedelta(days=1))
    with pytest.raises(Banned):
        toggle(reader, post)
    removals.delete(target=post, author=post.author, now=cast.NOON)
    with pytest.raises(errors.NotFound):
        toggle(post.author, post)
    place.visibility = "secret"
    place.save()
    with pytest.raises(errors.NotFound):
        toggle(cast.person(), post)

    assert not Reaction.objects.exists()


def test_what_is_done_under_a_post_tells_the_game_how_it_feels(place, reader):
    sad = cast.post(cast.member(place), place, emotions=("sad", "hope"))

    toggle(reader, cast.answer(reader, sad))
    toggle(reader, sad)

    told = Activity.objects.exclude(verb="create").values_list("verb", "data__emotions").order_by("verb")
    assert list(told) == [(verb, ["sad", "hope"]) for verb in ("comment", "like", "like", "receive")]
