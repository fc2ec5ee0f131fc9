"""Publishing, editing and what posts leave behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.models import Draft, Hashtag, Membership, Post, PostRevision
from community.policies import Archived, Banned, Muted
from community.services import posts, removals, repeats
from community.services.composition import Picture
from gamify.models import Activity
from inbox.models import Notification
from lib import errors
from live.models import Topic
from tests.community import cast

pytestmark = pytest.mark.django_db


def publish(author, place, key="one-key-1", **fields):
    return posts.publish(author=author, group=place, composition=cast.words(**fields), key=key, now=cast.NOON)


def test_a_post_is_written_with_its_feelings_tags_and_count():
    place = cast.group()
    author = cast.member(place)

    made = publish(author, place, body="First flush #早茶 and #Tea", emotions=("calm", "joy"), title="Morning").post

    place.refresh_from_db()
    assert posts.emotions_of(made) == ("calm", "joy")
    assert set(Hashtag.objects.values_list("slug", flat=True)) == {"早茶", "tea"}
    assert place.post_count == 1
    activity = Activity.objects.get(key=f"post:{made.pk}")
    assert activity.verb == "create"
    assert activity.data["emotions"] == ["calm", "joy"]
    assert (activity.target_type, activity.target_id) == ("group", str(place.pk))


def test_the_same_key_publishes_once_and_never_other_words_nor_elsewhere():
    place, other = cast.group(), cast.group()
    author = cast.member(place)
    cast.join(author, other)

    first, second = publish(author, place), publish(author, place)
    with pytest.raises(repeats.SentAlready):
        publish(author, place, body="changed meanwhile")
    with pytest.raises(repeats.SentAlready):
        publish(author, other)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.post == second.post
    assert Post.objects.count() == Activity.objects.filter(verb="create").count() == 1


def test_all_mistakes_are_named_at_once_and_nothing_is_written():
    place = cast.group()
    author = cast.member(place)

    with pytest.raises(errors.Invalid) as caught:
        publish(
            author, place, body="  ", emotions=("bliss",), type="poem", brand="nobody", pictures=(Picture("x" * 12),)
        )

    assert set(caught.value.fields) == {"body", "emotions", "type", "brand", "pictures"}
    assert not Post.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("emotions", "is_fine"), [((), False), (("joy",), True), (("joy", "sad"), True), (("joy", "sad", "fun"), False)]
)
def test_one_or_two_feelings_are_chosen(emotions, is_fine):
    place = cast.group()
    author = cast.member(place)

    if is_fine:
        assert publish(author, place, emotions=emotions).is_new
    else:
        with pytest.raises(errors.Invalid) as caught:
            publish(author, place, emotions=emotions)
        assert list(caught.value.fields) == ["emotions"]


def test_an_outsider_a_muted_a_banned_member_and_an_archived_group_get_a_reason():
    place = cast.group()
    later = cast.NOON + timedelta(days=1)
    muted, banned = cast.member(place), cast.member(place)
    Membership.objects.filter(user=muted).update(muted_until=later)
    Membership.objects.filter(user=banned).update(banned_until=later)

    with pytest.raises(errors.NotAllowed, match="Join the group first"):
        publish(cast.person(), place)
    with pytest.raises(Muted):
        publish(muted, place)
    with pytest.raises(Banned):
        publish(banned, place)
    place.archived_at = cast.NOON
    with pytest.raises(Archived):
        publish(cast.member(place), place)
    assert not Post.objects.exists()


def test_a_secret_group_is_not_found_by_outsiders():
    with pytest.raises(errors.NotFound):
        publish(cast.person(), cast.group(visibility="secret"))


def test_brand_posts_are_written_by_its_staff_only():
    place = cast.group()
    staff = cast.member(place)
    brand = cast.brand(staff)

    assert publish(staff, place, brand=brand.slug).post.brand == brand
    with pytest.raises(errors.Invalid):
        publish(cast.member(place), place, brand=brand.slug)


def test_an_edit_keeps_what_was_and_raises_the_version():
    place = cast.group()
    author = cast.member(place)
    made = cast.post(author, place, "Before")

    posts.edit(post=made, editor=author, composition=cast.words("After", emotions=("hope",)), edition=1, now=cast.NOON)

    made.refresh_from_db()
    kept = PostRevision.objects.get(post=made)
    assert (made.body, posts.emotions_of(made), made.version, posts.edition_of(made)) == ("After", ("hope",), 2, 2)
    assert (kept.number, kept.body, kept.emotions) == (1, "Before", ["calm"])


def test_a_stale_edit_carries_the_newer_version_and_changes_nothing():
    place = cast.group()
    author = cast.member(place)
    made = cast.post(author, place, "Before")
    posts.edit(post=made, editor=author, composition=cast.words("Tab one"), edition=1, now=cast.NOON)

    with pytest.raises(posts.Stale) as caught:
        posts.edit(post=made, editor=author, composition=cast.words("Tab two"), edition=1, now=cast.NOON)

    made.refresh_from_db()
    assert made.body == "Tab one"
    assert (caught.value.data["body"], caught.value.data["edition"]) == ("Tab one", 2)


def test_reactions_and_comments_do_not_make_an_edit_stale():
    place = cast.group()
    author = cast.member(place)
    made = cast.post(author, place)
    cast.answer(cast.member(place), made)

    posts.edit(post=made, editor=author, composition=cast.words("Still mine"), edition=1, now=cast.NOON)

    made.refresh_from_db()
    assert made.body == "Still mine"


def test_nobody_edits_or_deletes_anothers_post():
    place = cast.group()
    made = cast.post(cast.member(place), place)
    other = cast.member(place, role="owner")

    with pytest.raises(errors.NotAllowed):
        posts.edit(post=made, editor=other, composition=cast.words("mine now"), edition=1, now=cast.NOON)
    with pytest.raises(errors.NotAllowed):
        removals.delete(target=made, author=other, now=cast.NOON)

    made.refresh_from_db()
    assert (made.body, made.state) == ("A quiet morning.", "published")


def test_deleting_and_restoring_move_the_count_and_record_undo_and_redo():
    place = cast.group()
    author = cast.member(place)
    made = cast.post(author, place)

    removals.delete(target=made, author=author, now=cast.NOON)
    removals.delete(target=made, author=author, now=cast.NOON)
    place.refresh_from_db()
    assert place.post_count == 0
    removals.restore(target=made, by=author, now=cast.NOON)

    place.refresh_from_db()
    assert place.post_count == 1
    assert list(Activity.objects.order_by("id").values_list("verb", flat=True)) == ["create", "undo", "redo"]


def test_what_a_moderator_removed_only_a_moderator_restores():
    place = cast.group()
    author, moderator = cast.member(place), cast.member(place, role="moderator")
    made = cast.post(author, place)
    with pytest.raises(errors.NotAllowed):
        removals.remove(target=made, moderator=cast.member(place), reason="rule 1", now=cast.NOON)

    removals.remove(target=made, moderator=moderator, reason="rule 1", now=cast.NOON)

    with pytest.raises(errors.NotAllowed):
        removals.restore(target=made, by=author, now=cast.NOON)
    with pytest.raises(errors.NotFound):
        removals.delete(target=made, author=author, now=cast.NOON)
    assert removals.restore(target=made, by=moderator, now=cast.NOON).state == "published"


def test_mentions_tell_members_once_and_never_the_author():
    place = cast.group(visibility="listed")
    author, inside = cast.member(place, "author1"), cast.member(place, "inside1")
    cast.person("outside1")

    made = cast.post(author, place, "@inside1 @outside1 @author1 @nobody1 look")
    posts.edit(post=made, editor=author, composition=cast.words("@inside1 again"), edition=1, now=cast.NOON)

    assert list(Notification.objects.values_list("recipient", "kind")) == [(inside.pk, "mention")]
    assert '<a href="/@inside1/" class="mention"' in made.html
    assert "@nobody1 look" in made.html


def test_a_posts_version_stays_level_with_its_live_topic():
    """Cached cards carry the version as the version of `post:<pk>`, so both must rise together."""
    from community.services import reactions

    place = cast.group()
    author, reader = cast.member(place), cast.member(place)
    made = cast.post(author, place)
    comment = cast.answer(reader, made)
    reactions.toggle(user=reader, target=made, kind="felt", now=cast.NOON)
    reactions.toggle(user=reader, target=comment, kind="felt", now=cast.NOON)
    reactions.toggle(user=reader, target=made, kind="hug", now=cast.NOON)
    posts.edit(post=made, editor=author, composition=cast.words("More"), edition=1, now=cast.NOON)
    removals.delete(target=comment, author=reader, now=cast.NOON)
    removals.delete(target=made, author=author, now=cast.NOON)
    removals.restore(target=made, by=author, now=cast.NOON)

    made.refresh_from_db()
    assert Topic.objects.get(name=f"post:{made.pk}").version == made.version
    assert not Draft.objects.exists()
