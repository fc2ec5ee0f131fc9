"""Search: how texts are taken apart, who finds what, and that nothing in the field is a pattern."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given, strategies as st

from accounts.services import closing
from community.models import CommentTerm, Group, Post, PostTerm
from community.selectors import comment_search, post_search, streams
from community.selectors.streams import Stream
from community.services import comments, images, posts, removals
from community.services.composition import Picture
from lib import clock, lookup, search_terms
from tests.community import cast
from tests.factories import member

VISITOR = AnonymousUser()
TELLING = "Tea kettles 茶壶よろしく 안녕 é ß İ #@%_\u0301"
CHARACTERS = st.one_of(st.sampled_from(TELLING), st.characters(codec="utf-8"))
HOSTILE = ("%", "_", "\\", "'\"", "\x00", "<script>x</script>", "🍵", "茶" * 5000, "(a+)+$", "#", "@")


def found(query, viewer=VISITOR):
    return [row.public_id for row in streams.page(Stream(viewer, query=query)).rows]


def found_comments(query, viewer=VISITOR):
    return [hit.comment.public_id for hit in comment_search.page(viewer=viewer, query=query).hits]


@given(st.text(CHARACTERS, max_size=200))
def test_a_text_has_every_term_that_is_looked_for_by_its_own_words(text):
    assert set(search_terms.of_query(text)) <= set(search_terms.of_text(text))
    assert all(0 < len(term) <= search_terms.LENGTH for term in search_terms.of_text(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("kettle", "Two KETTLES sing"),
        ("brewed tea", "I brew it myself, ｔｅａ and all"),
        ("cafe", "Café at the corner"),
        ("红茶", "今天喝了一壶红茶，很暖"),
        ("茶", "今天喝了一壶红茶"),
        ("よろしく", "どうぞよろしくお願いします"),
        ("чай", "Чай вечером"),
        ("the tea", "Tea for two"),
        ("手冲 coffee", "周末手冲，coffee for all"),
    ],
)
def test_words_are_found_in_any_case_ending_and_script(query, text):
    assert set(search_terms.of_query(query)) <= set(search_terms.of_text(text))


@pytest.mark.parametrize(("query", "text"), [("红茶", "茶是红的"), ("tea", "team"), ("tea kettle", "tea")])
def test_other_words_are_not(query, text):
    assert not set(search_terms.of_query(query)) <= set(search_terms.of_text(text))


def test_neither_a_query_nor_a_text_grows_without_bounds():
    endless = " ".join(f"word{number}x" for number in range(9_000))
    assert len(search_terms.of_query(endless)) == search_terms.MOST_IN_QUERY
    assert len(search_terms.of_text(endless)) == search_terms.MOST_IN_TEXT


@pytest.mark.world
@pytest.mark.django_db
def test_a_post_is_found_by_its_title_its_words_and_what_its_pictures_show():
    place = cast.group()
    author = cast.member(place)
    picture = images.upload(owner=author, file=cast.picture(), now=clock.now())
    shown = (Picture(picture.public_id, "A heron by the pond"),)
    post = cast.post(author, place, "The kettle sings", title="Monday", type="story", pictures=shown)
    cast.post(author, place, "Something else, on a Monday")

    assert found("kettles") == found("monday sings") == found("heron") == [post.public_id]
    assert len(found("Monday")) == 2
    assert found("%") == found("mon") == []


@pytest.mark.django_db
def test_after_an_edit_the_new_words_find_it_and_the_old_ones_do_not():
    place = cast.group()
    author = cast.member(place)
    post = cast.post(author, place, "The kettle sings")

    posts.edit(post=post, editor=author, composition=cast.words("The river rests"), edition=1, now=cast.NOON)

    assert (found("kettle"), found("river")) == ([], [post.public_id])


@pytest.mark.django_db
def test_what_may_not_be_read_is_not_found():
    place = cast.group(visibility="secret", join_policy="invite")
    author = cast.member(place)
    post = cast.post(author, place, "The kettle sings #teatime")

    sections = {section.key: section for section in lookup.sections()}
    assert (found("kettle"), found("kettle", member()), found("kettle", author)) == ([], [], [post.public_id])
    for viewer, number in ((VISITOR, 0), (member(), 0), (author, 1)):
        assert len(sections["topics"].find(viewer, "teatime", 3)) == number
        assert len(sections["groups"].find(viewer, place.slug, 3)) == number

    removals.delete(target=post, author=author, now=cast.NOON)
    assert found("kettle", author) == []


@pytest.mark.world
@pytest.mark.django_db
def test_a_comment_is_found_by_its_words_as_they_are_now_and_only_while_it_may_be_read():
    place = cast.group(visibility="secret", join_policy="invite")
    author = cast.member(place)
    post = cast.post(author, place, "Something else")
    comment = cast.answer(author, post, "My kettle sings")

    assert (found_comments("kettles"), found_comments("kettles", member())) == ([], [])
    assert found_comments("kettles sing", author) == [comment.public_id]
    comments.edit(comment=comment, editor=author, body="My river rests", version=1, now=cast.NOON)
    assert (found_comments("kettle", author), found_comments("river", author)) == ([], [comment.public_id])
    removals.delete(target=comment, author=author, now=cast.NOON)
    assert found_comments("river", author) == []


@pytest.mark.django_db
def test_comments_of_a_post_that_is_gone_are_not_found():
    place = cast.group()
    author = cast.member(place)
    post = cast.post(author, place, "Something else")
    cast.answer(author, post, "My kettle sings")

    removals.delete(target=post, author=author, now=cast.NOON)

    assert found_comments("kettle", author) == []


@pytest.mark.django_db
def test_no_word_outlives_an_erased_author():
    place = cast.group(member_count=9)
    author = cast.member(place)
    cast.answer(author, cast.post(author, place, "The kettle sings"), "It does")

    closing.close(user=author, with_words=True, now=cast.NOON)
    closing.erase_due(now=clock.now())

    assert not PostTerm.objects.exists()
    assert not CommentTerm.objects.exists()


@pytest.mark.django_db
def test_the_index_can_be_written_anew(capsys):
    place = cast.group()
    post = cast.post(cast.member(place), place, "The kettle sings")
    comment = cast.answer(post.author, post, "It does")
    for terms in (PostTerm, CommentTerm):
        terms.objects.all().delete()

    call_command("index_texts")

    assert (found("kettle"), found_comments("does")) == ([post.public_id], [comment.public_id])


@pytest.mark.django_db
def test_nothing_in_the_field_is_a_pattern(client):
    author = cast.member(group := cast.group())
    cast.answer(author, cast.post(author, group, "The kettle sings #tea"), "The kettle sings")

    for query, place in product(HOSTILE, ("posts", "comments")):
        page = client.get("/search/", {"q": query, "in": place})

        assert page.status_code == 200, query
        for words in ("kettle sings", "Found by name", "<script>x"):
            assert words not in page.content.decode(), query


@pytest.mark.django_db
def test_the_page_finds_people_groups_topics_and_posts_and_pages_on(client):
    place = cast.group("heron-club")
    author = cast.member(place, "heron_hanna")
    for number in range(23):
        cast.post(author, place, f"A heron, number {number} #heronry")

    page = client.get("/search/", {"q": " HERON "}).content.decode()

    for path in ("/g/heron-club/", "/@heron_hanna/", "/topics/heronry/"):
        assert f'href="{path}"' in page
    assert page.count("data-item") == 20
    more = post_search.find(viewer=VISITOR, query="heron", now=clock.now()).page.next_cursor
    assert f"after={more}" in page
    rest = client.get("/search/", {"q": "heron", "after": more}).content.decode()
    assert rest.count("data-item") == 3
    assert "Found by name" not in rest


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 20])
def test_looking_costs_the_same_for_one_and_for_twenty(client, django_assert_num_queries, number):
    place = cast.group("heron-club")
    for at in range(number):
        cast.post(cast.member(place, f"heron{at}"), place, "A heron #heronry")
    client.get(reverse("community:search"), {"q": "heron"})

    with django_assert_num_queries(11):
        client.get(reverse("community:search"), {"q": "heron"})


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 20])
def test_looking_in_comments_costs_the_same_for_one_and_for_twenty(client, django_assert_num_queries, number):
    place = cast.group()
    for at in range(number):
        author = cast.member(place, f"heron{at}")
        cast.answer(author, cast.post(author, place, "Birds"), "A heron")
    client.get("/search/", {"q": "heron", "in": "comments"})

    with django_assert_num_queries(1):
        page = client.get("/search/", {"q": "heron", "in": "comments"}).content.decode()
    assert page.count("A heron") == number


@pytest.mark.django_db
def test_comments_page_on(client):
    place = cast.group()
    author = cast.member(place)
    post = cast.post(author, place, "Birds")
    said = [cast.answer(author, post, f"Heron number {at}").public_id for at in range(23)]

    first = comment_search.page(viewer=VISITOR, query="heron")
    rest = comment_search.page(viewer=VISITOR, query="heron", after=first.next_cursor)
    page = client.get("/search/", {"q": "heron", "in": "comments"}).content.decode()

    assert [hit.comment.public_id for hit in (*first.hits, *rest.hits)] == said[::-1]
    assert (len(first.hits), rest.next_cursor) == (20, "")
    assert f"after={first.next_cursor}" in page
    assert f'href="/p/{post.public_id}/?to={said[-1]}#c-{said[-1]}"' in page


@pytest.mark.django_db
def test_the_api_finds_comments_by_their_words(client):
    place = cast.group()
    author = cast.member(place)
    comment = cast.answer(author, cast.post(author, place, "The kettle sings"), "The river rests")

    answer = client.get("/api/v1/comments", {"q": "rivers"}).json()

    assert [row["id"] for row in answer["results"]] == [comment.public_id]
    assert client.get("/api/v1/comments").json()["results"] == []


@pytest.mark.django_db
def test_the_api_finds_posts_by_their_words(client):
    place = cast.group()
    author = cast.member(place)
    post = cast.post(author, place, "The kettle sings")
    cast.post(author, place, "The river rests")

    answer = client.get("/api/v1/feeds/latest", {"q": "kettles"}).json()

    assert [row["id"] for row in answer["results"]] == [post.public_id]


# --- the best first


def ranked(query, viewer=VISITOR, size=20):
    """Read all pages and return the ids in reading order."""
    seen, after = [], ""
    while True:
        page = post_search.find(viewer=viewer, query=query, now=clock.now(), after=after, size=size).page
        seen += [row.public_id for row in page.rows]
        if not page.next_cursor:
            return seen
        after = page.next_cursor


def written(place, author, *titled_and_said):
    """Write stories, one an hour, and return their ids by title."""
    made = {}
    for hours, (title, body) in enumerate(titled_and_said):
        moment = cast.NOON + timedelta(hours=hours)
        made[title] = cast.post(author, place, body, title=title, type="story", now=moment).public_id
    return made


@pytest.mark.world
@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 20])
@pytest.mark.parametrize(
    ("query", "stories"),
    [
        ("green tea", [("Green teas", "x"), ("On tea", "green"), ("Tea, green", "y"), ("Black", "no green tea")]),
        ("红茶", [("一壶红茶", "甲"), ("下午", "喝红茶"), ("红茶与雨", "乙"), ("茶是红的", "红茶")]),
    ],
)
def test_what_has_the_words_in_its_title_comes_first_then_the_newest(query, stories, size):
    place = cast.group()
    made = written(place, cast.member(place), *stories, ("Birds", "Nothing of the kind"))
    first, second, third, fourth = [made[title] for title, _body in stories]

    assert ranked(query, size=size) == [third, first, fourth, second]


@pytest.mark.world
@pytest.mark.django_db
def test_where_no_post_has_all_words_those_with_some_of_them_are_shown_and_called_so(client):
    place = cast.group()
    author = cast.member(place)
    made = written(
        place,
        author,
        ("辅食", "宝宝不吃饭，我试了三种办法"),
        ("闲聊", "今天在家吃饭"),
        ("求助", "宝宝不吃饭怎么睡"),
        ("半懂", "宝宝今天怎么吃饭的"),
    )

    found = post_search.find(viewer=VISITOR, query="宝宝不吃饭怎么办", now=clock.now())

    assert [row.public_id for row in found.page.rows] == [made["求助"], made["辅食"], made["半懂"]]
    assert (found.is_near, found.page.next_cursor) == (True, "")
    assert "These have some of them" in client.get("/search/", {"q": "宝宝不吃饭怎么办"}).content.decode()
    assert ranked("宝宝 飞机") == []
    secret = cast.group(visibility="secret", join_policy="invite")
    cast.post(cast.member(secret), secret, "宝宝不吃饭怎么都不吃")
    assert ranked("宝宝不吃饭怎么办") == [made["求助"], made["辅食"], made["半懂"]]


@pytest.mark.world
@pytest.mark.django_db
def test_after_an_edit_a_title_counts_as_it_is_now():
    place = cast.group()
    author = cast.member(place)
    made = written(place, author, ("Heron", "x"), ("Birds", "a heron"))
    post = Post.objects.get(public_id=made["Heron"])

    words = cast.words("of a heron", title="Pond", type="story")
    posts.edit(post=post, editor=author, composition=words, edition=1, now=cast.NOON)

    assert ranked("heron") == [made["Birds"], made["Heron"]]


@pytest.mark.world
@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(("titled", "queries"), [(0, 2), (21, 1)])
def test_finding_posts_costs_two_queries_or_one_when_titles_fill_the_page(
    django_assert_num_queries, number, titled, queries
):
    place = cast.group()
    author = cast.member(place)
    written(
        place, author, *((f"Heron {at}", "x") for at in range(titled)), *((f"{at}", "heron") for at in range(number))
    )

    with django_assert_num_queries(queries) as asked:
        post_search.find(viewer=author, query="heron", now=clock.now())
    assert {each["sql"].count('JOIN "community_postterm"') for each in asked} == {1}  # a common word has many rows


@pytest.mark.world
@pytest.mark.django_db
def test_a_thing_that_is_called_so_comes_before_one_that_only_mentions_it():
    sections = {section.key: section for section in lookup.sections()}
    for slug, members, names, taglines in (
        ("big", 900, {"en": "Kitchen", "zh-hans": "厨房"}, {"en": "tea and more", "zh-hans": "红茶点心"}),
        ("mid", 50, {"en": "Green Tea", "zh-hans": "爱红茶"}, {}),
        ("little", 9, {"en": "Tea table", "zh-hans": "红茶桌"}, {}),
        ("tiny", 2, {"en": "Tea", "zh-hans": "红茶"}, {}),
    ):
        cast.group(slug, member_count=members, taglines=taglines)
        Group.objects.filter(slug=slug).update(names=names)
    for handle, name in (("annabel", "Annabel"), ("zoe", "Ann"), ("ann", "Zed"), ("joann", "Joann")):
        cast.person(handle, name=name)

    for query in ("tea", "红茶"):
        found = sections["groups"].find(VISITOR, query, 9)
        assert [each.url for each in found] == ["/g/tiny/", "/g/little/", "/g/mid/", "/g/big/"]
    assert [each.url for each in sections["people"].find(VISITOR, "ann", 9)] == [
        "/@zoe/", "/@ann/", "/@annabel/", "/@joann/",
    ]  # fmt: skip
