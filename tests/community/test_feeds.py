"""Feeds: order, cursors, who sees what, and how many queries that takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from community import cards, ranking
from community.models import Hashtag, Membership, Post, PostHashtag
from community.selectors import streams, warmth
from community.selectors.streams import Stream
from lib import paging
from lib.clock import now
from tests.community.scenes import group, join, post
from tests.factories import member

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def pks(page):
    return [row.pk for row in page.rows]


def walk(read, limit=50):
    """Read every page by its cursor and return all ids in reading order."""
    seen, after = [], ""
    for _ in range(limit):
        page = read(after)
        seen += pks(page)
        if not page.next_cursor:
            return seen
        after = page.next_cursor
    raise AssertionError("the feed has no end")


def many(place, author, number, **changes):
    return [post(place, author, created_at=place.created_at + timedelta(minutes=n), **changes) for n in range(number)]


def test_a_group_feed_is_paged_newest_first_with_every_post_once(clock):
    tea = group()
    written = many(tea, tea.founder, 45)

    seen = walk(lambda after: streams.page(Stream(VISITOR, group=tea), after=after))

    assert seen == [each.pk for each in reversed(written)]


def test_posts_of_the_same_moment_are_neither_lost_nor_doubled(clock):
    tea = group()
    written = [post(tea, tea.founder, created_at=clock.now) for _ in range(25)]

    seen = walk(lambda after: streams.page(Stream(VISITOR), after=after, size=10))

    assert sorted(seen) == sorted(each.pk for each in written)


def test_a_post_written_while_reading_does_not_repeat_others(clock):
    tea = group()
    written = many(tea, tea.founder, 30)
    first = streams.page(Stream(VISITOR), size=20)

    post(tea, tea.founder, created_at=clock.tick(days=1))
    second = streams.page(Stream(VISITOR), after=first.next_cursor, size=20)

    assert pks(first) + pks(second) == [each.pk for each in reversed(written)]


def test_pinned_posts_stand_on_top_of_the_first_page_only(clock):
    tea = group()
    written = many(tea, tea.founder, 25)
    written[3].pinned_at = clock.now
    written[3].save()

    seen = walk(lambda after: streams.page(Stream(VISITOR, group=tea), after=after))

    assert seen[0] == written[3].pk
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize(
    "garbage",
    [
        "x",
        "é",
        "AAAA",
        "e30",
        "W10",
        "W251bGwsMV0",
        "WzEsMl0x",
        "[1,2]",
        "W1tdLFtdXQ",
        "LTE",
        "a" * 5000,
        "W" * 399,
        "%00",
    ]
    + [
        paging.encode(parts)
        for parts in ([1], [1, 2, 3], ["a", "b"], [-1, 5], [True, 1], [1e308, 1], [10**17, 1], [[1.0, 2], 3, []])
    ],
)
def test_a_garbled_cursor_gives_the_first_page(clock, garbage):
    tea = group()
    post(tea, tea.founder)
    first = streams.page(Stream(VISITOR))

    assert streams.page(Stream(VISITOR), after=garbage) == first
    assert pks(warmth.for_you(viewer=VISITOR, after=garbage)) == pks(first)
    assert streams.count_newer(Stream(VISITOR), than=garbage) == 0


@pytest.mark.parametrize(("visibility", "join_policy"), [("listed", "request"), ("secret", "invite")])
def test_posts_of_a_closed_group_are_for_its_members_only(clock, visibility, join_policy):
    den = group("den", visibility=visibility, join_policy=join_policy)
    inside, invited, left, banned = join(den), member(), join(den), join(den)
    Membership.objects.create(group=den, user=invited, state="invited")
    Membership.objects.filter(user=left).update(state="left")
    Membership.objects.filter(user=banned).update(banned_until=clock.now + timedelta(days=1))
    hidden = post(den, den.founder, emotions=["calm"])
    tag = Hashtag.objects.create(slug="tea", text="tea")
    PostHashtag.objects.create(post=hidden, hashtag=tag)

    def sees(viewer):
        feeds = [
            streams.page(Stream(viewer)),
            streams.page(Stream(viewer, mood="calm")),
            streams.page(Stream(viewer, hashtag="tea")),
            streams.page(Stream(viewer, author=den.founder)),
            warmth.for_you(viewer=viewer),
        ]
        answers = {hidden.pk in pks(feed) for feed in feeds}
        assert len(answers) == 1, "one feed knows more than another"
        return answers.pop()

    assert sees(inside)
    assert sees(den.founder)
    assert not any(sees(viewer) for viewer in (VISITOR, member(), invited, left, banned))
    clock.tick(days=2)
    assert sees(banned)


def test_removed_and_deleted_posts_are_in_no_feed(clock):
    tea = group()
    for state in ("removed", "deleted"):
        post(tea, tea.founder, state=state)

    for feed in (
        streams.page(Stream(VISITOR)),
        streams.page(Stream(VISITOR, group=tea)),
        warmth.for_you(viewer=VISITOR),
    ):
        assert not feed.rows


def test_my_groups_are_mine_alone(clock):
    tea, plants = group(), group("plants")
    ben = join(tea)
    here, _elsewhere = post(tea, tea.founder), post(plants, plants.founder)

    assert pks(streams.page(Stream(ben, mine=True))) == [here.pk]


def test_a_post_with_two_feelings_stands_once_in_each(clock):
    tea = group()
    both = post(tea, tea.founder, emotions=["calm", "joy"])

    for mood in ("calm", "joy"):
        assert pks(streams.page(Stream(VISITOR, mood=mood))) == [both.pk]
    assert not streams.page(Stream(VISITOR, mood="sad")).rows


def test_home_marks_the_feeling_it_is_narrowed_to_and_says_when_nobody_had_it(clock, client):
    tea = group()
    post(tea, tea.founder, created_at=clock.now, emotions=("joy",))
    marked = 'data-mood="{}" aria-current="true"'

    pages = {mood: client.get("/", {"mood": mood} if mood else {}).content.decode() for mood in ("", "joy", "sad")}

    assert [mood for mood, page in pages.items() if marked.format("joy") in page] == ["joy"]
    assert [mood for mood, page in pages.items() if "Nobody has said so here" in page] == ["sad"]
    assert marked.format("sad") in pages["sad"]


def test_the_pill_counts_what_came_after_and_new_brings_exactly_that(clock):
    tea = group()
    many(tea, tea.founder, 3)
    stream = Stream(VISITOR, group=tea)
    than = streams.page(stream).newest
    clock.tick(hours=1)
    fresh = [post(tea, tea.founder, created_at=clock.tick(seconds=1)) for _ in range(2)]

    assert streams.count_newer(stream, than=than) == 2
    page = streams.newer(stream, than=than)
    assert pks(page) == [each.pk for each in reversed(fresh)]
    assert streams.count_newer(stream, than=page.newest) == 0


def test_an_empty_feed_can_still_hear_of_its_first_post(clock):
    tea = group()
    than = streams.page(Stream(VISITOR, group=tea)).newest

    post(tea, tea.founder)

    assert streams.count_newer(Stream(VISITOR, group=tea), than=than) == 1


# --- for you


def test_for_you_shows_every_post_once_whatever_the_caps_put_off(clock):
    tea, plants = group(), group("plants")
    reader = join(tea)
    voices = [tea.founder, join(tea), plants.founder, join(plants)]
    written = [
        post(place, voices[n % 4], reaction_count=n, hot=n * 0.37 % 5) for n in range(30) for place in (tea, plants)
    ]

    seen = walk(lambda after: warmth.for_you(viewer=reader, after=after, size=10))

    assert len(seen) == len(set(seen))
    assert set(seen) == {each.pk for each in written}


def test_no_voice_speaks_more_than_twice_on_a_page_while_others_have_something_to_say(clock):
    tea = group()
    loud = join(tea)
    for _ in range(8):
        post(tea, loud, hot=100.0)
    quiet = [post(tea, join(tea), hot=1.0) for _ in range(10)]

    page = warmth.for_you(viewer=VISITOR, size=10)

    assert sum(row.author_id == loud.pk for row in page.rows) == 2
    assert len(page.rows) == 10
    assert {row.pk for row in page.rows} & {each.pk for each in quiet}


def test_the_fifth_place_is_from_outside_and_says_so(clock):
    tea, plants = group(), group("plants")
    reader = join(tea)
    for n in range(10):
        post(tea, join(tea), hot=10.0 + n)
        post(plants, join(plants), hot=1.0 + n)

    page = warmth.for_you(viewer=reader, size=10)

    outside = [n for n, row in enumerate(page.rows) if row.group_id == plants.pk]
    assert outside == [warmth.OUTSIDE_PLACE]
    assert "Tea" in page.rows[0].why
    assert "not in" in page.rows[4].why


def test_the_readers_own_language_comes_first_and_nothing_is_lost(clock):
    tea = group()
    reader = join(tea)
    for n in range(12):
        post(tea, join(tea), hot=10.0 - n * 0.1, language="zh-hans")
        post(tea, join(tea), hot=9.0 - n * 0.1, language="en")
    fresh = post(tea, join(tea), hot=10.0 + warmth.FOREIGN_HANDICAP, language="zh-hans")

    first = warmth.for_you(viewer=reader, language="en", size=10)
    seen = walk(lambda after: warmth.for_you(viewer=reader, language="en", after=after, size=10))

    languages = [Post.objects.get(pk=row.pk).language for row in first.rows]
    assert first.rows[0].pk == fresh.pk
    assert languages[1:] == ["en"] * 9
    assert len(seen) == len(set(seen)) == 25


# --- how warm


def test_a_doubled_answer_is_worth_twelve_hours(clock):
    at = clock.now
    before = ranking.hot(created_at=at, reactions=6, comments=0, group_size=30)

    doubled = ranking.hot(created_at=at, reactions=14, comments=0, group_size=30)
    fresher = ranking.hot(created_at=at + timedelta(hours=12), reactions=6, comments=0, group_size=30)

    assert doubled == pytest.approx(before + 1) == pytest.approx(fresher)


def test_a_small_group_is_not_drowned_out(clock):
    small, large = (ranking.hot(created_at=clock.now, reactions=10, comments=2, group_size=n) for n in (30, 3000))

    assert small > large


# --- queries


@pytest.mark.parametrize("number", [1, 20])
def test_a_group_feed_costs_two_queries_once_its_cards_are_drawn(clock, number, django_assert_num_queries):
    tea = group()
    reader = join(tea)
    many(tea, tea.founder, number)

    with django_assert_num_queries(5):  # pinned, posts with own reactions; drawing: posts, emotions, images
        cards.render_cards(streams.page(Stream(reader, group=tea)).rows, reader, "en")
    with django_assert_num_queries(2):
        drawn = cards.render_cards(streams.page(Stream(reader, group=tea)).rows, reader, "en")
    assert len(drawn) == number


@pytest.mark.parametrize("number", [1, 20])
def test_for_you_costs_four_queries(clock, number, django_assert_num_queries):
    tea, plants = group(), group("plants")
    reader = join(tea)
    for place in (tea, plants):
        many(place, place.founder, number)

    with django_assert_num_queries(4):
        page = warmth.for_you(viewer=reader)
    assert page.rows


def test_a_card_is_drawn_again_when_its_version_or_its_authors_name_changes(clock):
    tea = group()
    made = post(tea, tea.founder, title="First cup")
    draw = lambda: str(cards.render_cards(streams.page(Stream(VISITOR)).rows, VISITOR, "en"))  # noqa: E731
    assert "First cup" in draw()

    made.title, made.version = "Second cup", made.version + 1
    made.save()
    assert "Second cup" in draw()
    tea.founder.display_name = "Somebody Else"
    tea.founder.save()
    assert "Somebody Else" in draw()


def test_a_cached_card_tells_nothing_of_who_looked_first(clock):
    tea = group()
    made = post(tea, tea.founder)
    author, reader = tea.founder, join(tea)
    drawn = {
        name: cards.render_cards(streams.page(Stream(viewer)).rows, viewer, "en")[0]
        for name, viewer in (("author", author), ("reader", reader), ("visitor", VISITOR))
    }

    assert "/edit/" in drawn["author"]
    assert "/edit/" not in drawn["reader"]
    assert "/edit/" not in drawn["visitor"]
    assert "formaction" not in drawn["visitor"]
    assert made.public_id in drawn["visitor"]


def drawn_for(viewer, place):
    return str(cards.render_cards(streams.page(Stream(viewer, group=place)).rows, viewer, "en")[0])


def test_in_an_archived_group_a_card_counts_reactions_and_offers_none(clock):
    tea = group()
    post(tea, tea.founder, reaction_count=3)
    reader = join(tea)
    assert "formaction" in drawn_for(reader, tea)

    tea.archived_at = now()
    tea.save()

    for viewer in (reader, tea.founder, VISITOR):
        card = drawn_for(viewer, tea)
        assert "formaction" not in card
        assert "/login/" not in card
        assert "Felt it" in card
        assert ">3<" in card
    assert "/edit/" not in drawn_for(tea.founder, tea)


def test_who_is_banned_is_offered_no_reaction_until_the_ban_is_over(clock):
    tea = group()
    post(tea, tea.founder)
    reader = join(tea)
    place = Membership.objects.filter(user=reader)

    place.update(banned_until=now() + timedelta(days=1))
    assert "formaction" not in drawn_for(reader, tea)
    assert "formaction" in drawn_for(tea.founder, tea)
    place.update(banned_until=now() - timedelta(days=1))
    assert "formaction" in drawn_for(reader, tea)
    place.update(muted_until=now() + timedelta(days=1))
    assert "formaction" in drawn_for(reader, tea), "who is muted may still react"
