"""What automod holds has no door: no page, search, feed, API or hint tells anybody else that it was written."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community.models import Comment, Post
from community.selectors import images as image_reads
from community.services import images, memberships, removals
from community.services.composition import Picture
from gamify.models import Activity
from inbox.models import Notification
from lib import clock, errors
from live.models import Topic
from tests.community import cast
from tests.community.moderating import (  # noqa: F401 fixtures
    LATER,
    a_moderator,
    a_reporter,
    an_author,
    tea_with_rules,
)
from tests.community.watching import SPAM, approve, decline, watch
from tests.security.house import signed_in

pytestmark = pytest.mark.django_db

CANARY = "zanzibar"


def heard():
    """Return the versions of the topics that readers hear."""
    found = Topic.objects.exclude(name__endswith=":queue").values_list("name", "version")
    return {name: version for name, version in found if name.startswith(("feed:", "group:", "post:"))}


def picture_of(author):
    image = images.upload(owner=author, file=cast.picture(), alt=CANARY, now=cast.NOON)
    return Picture(image.public_id, CANARY)


def told_of(person):
    return set(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def test_no_page_feed_search_or_list_of_the_api_says_that_it_was_written(tea, mod, author, reporter):
    watch(mod, tea)
    out = cast.post(mod, tea, "Tea is quiet.", now=clock.now())
    more = {"title": CANARY, "emotions": ("angry",), "pictures": (picture_of(author),), "now": clock.now()}
    held = cast.post(author, tea, f"{SPAM} #{CANARY} @reporter", **more)
    said = cast.answer(author, out, f"{SPAM} {CANARY}")
    there = [
        "/", "/explore/", "/explore/angry/", "/search/?q=best", "/g/tea/", "/g/tea/atom.xml", "/atom.xml", "/@author/",
        f"/p/{out.public_id}/", f"/p/{out.public_id}/comments/", "/sitemap-posts.xml", "/api/v1/feeds/latest",
        "/api/v1/groups/tea/posts", f"/api/v1/posts/{out.public_id}/comments", "/api/v1/members/author/posts",
        "/api/v1/topics",
    ]  # fmt: skip
    shut = [f"/topics/{CANARY}/", f"/api/v1/topics/{CANARY}/posts", f"/api/v1/posts/{held.public_id}"]
    shut += [f"/p/{held.public_id}/{page}" for page in ("", "card/", "history/", "comments/")]
    for reader in map(signed_in, (None, reporter)):
        for url in there:
            answer = reader.get(url)
            words = answer.content.decode()
            assert answer.status_code == 200, url
            assert not any(one in words for one in ("casino", CANARY, held.public_id, said.public_id)), url
        assert {reader.get(url).status_code for url in shut} == {404}


def test_no_hint_is_heard_whatever_becomes_of_what_was_never_out(tea, mod, author):
    watch(mod, tea)
    out = cast.post(mod, tea)
    before = heard()

    post, said = cast.post(author, tea, SPAM), cast.answer(author, out, SPAM)
    for target in (post, said):
        removals.delete(target=target, author=author, now=LATER)
        removals.restore(target=target, by=author, now=LATER)
        decline(target, mod)

    assert heard() == before


def test_its_author_sees_the_pictures_of_what_waits_and_nobody_else_but_who_judges(tea, mod, author, reporter):
    watch(mod, tea)
    held = cast.post(author, tea, SPAM, pictures=(picture_of(author),))
    image = held.images.get()

    assert [image_reads.get(public_id=image.public_id, user=person) for person in (author, mod)] == [image, image]
    for person in (reporter, cast.person(), AnonymousUser()):
        with pytest.raises(errors.NotFound):
            image_reads.get(public_id=image.public_id, user=person)
    assert f"/images/{image.public_id}/" in signed_in(author).get(f"/p/{held.public_id}/gone/").content.decode()


def test_a_comment_approved_under_a_post_that_is_gone_tells_nobody_of_it(tea, mod, author, reporter):
    watch(mod, tea)
    out = cast.post(reporter, tea)
    said = cast.answer(author, out, f"{SPAM} @mod")
    removals.delete(target=out, author=reporter, now=LATER)

    approve(said, mod)

    assert Comment.objects.get().is_published
    assert not told_of(reporter)
    assert "mention" not in told_of(mod)


def test_a_name_in_code_is_told_on_approval_as_little_as_when_it_is_published(tea, mod, author, reporter):
    watch(mod, tea)
    other = cast.member(tea, "other")

    approve(cast.post(author, tea, f"{SPAM} `@reporter` @other"), mod)

    assert (told_of(reporter), told_of(other)) == (set(), {"mention"})


def test_a_name_that_is_spelled_in_another_way_counts_as_mentioned(tea, mod, author):
    watch(mod, tea, "mentions", most=1)

    assert cast.post(author, tea, "Hello @mo&#100; and @author").is_held


def test_an_approved_text_that_is_removed_and_brought_back_has_earned_exactly_once(tea, mod, author):
    watch(mod, tea)
    held = cast.post(author, tea, SPAM)
    approve(held, mod)

    removals.remove(target=held, moderator=mod, reason="spam", now=LATER)
    removals.restore(target=held, by=mod, now=LATER)

    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == ["create", "undo", "redo"]


@pytest.mark.parametrize("became", ["left", "banned", "closed"])
def test_what_waits_of_somebody_who_is_gone_can_still_be_decided(tea, mod, author, became):
    watch(mod, tea)
    held, other = cast.post(author, tea, SPAM), cast.post(author, tea, SPAM + " Again.")
    type(tea).objects.update(member_count=2)
    if became == "left":
        memberships.leave(actor=author, group=tea, now=LATER)
    elif became == "banned":
        tea.memberships.filter(user=author).update(banned_until=LATER.replace(year=2030))
    else:
        author.is_active = False
        author.save()

    approve(held, mod)
    decline(other, mod)

    assert sorted(Post.objects.values_list("state", flat=True)) == ["published", "removed"]
