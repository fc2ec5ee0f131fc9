"""What a post's page costs, whoever looks and however much was said."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.selectors import compose, posts
from community.services import images
from gamify.models import Activity
from lib import errors
from live import registry
from tests.community import cast


@pytest.mark.django_db
def test_a_page_costs_the_same_for_one_comment_and_for_twenty(client):
    place = cast.group()
    author = cast.member(place)
    small, large = cast.post(author, place), cast.post(author, place)
    for post, number in ((small, 1), (large, 20)):
        for n in range(number):
            cast.answer(cast.member(place), post, str(n))
    client.force_login(author)

    def queries(post):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("community:post-detail", args=[post.public_id])).status_code == 200
        return len(caught)

    queries(small), queries(large)  # the first page of the day records a visit, of a post reads its notices
    assert queries(small) == queries(large)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 20])
def test_the_selectors_cost_what_they_say(number, django_assert_num_queries):
    place = cast.group()
    author = cast.member(place)
    made = [cast.post(author, place) for _ in range(number)]
    for _ in range(number - 1):
        cast.join(author, cast.group())

    with django_assert_num_queries(1):
        post = posts.get(public_id=made[0].public_id, user=author)
        assert (post.author, post.group, post.brand) == (author, place, None)
    with django_assert_num_queries(1):
        posts.reactions_of(user=author, posts=[each.pk for each in made])
    with django_assert_num_queries(0):
        posts.reactions_of(user=AnonymousUser(), posts=[each.pk for each in made])
    with django_assert_num_queries(1):
        assert len(compose.groups_for(user=author, now=cast.NOON)) == number


@pytest.mark.django_db
@pytest.mark.parametrize("public_id", ["nosuchpost00", "a\x00b", "' or 1=1", "ünïcode", ""])
def test_an_id_that_is_none_finds_nothing(public_id):
    with pytest.raises(errors.NotFound):
        posts.get(public_id=public_id, user=AnonymousUser())


@pytest.mark.django_db
def test_live_topics_of_a_post_are_for_those_who_may_read_it():
    place = cast.group(visibility="listed")
    author = cast.member(place)
    post = cast.post(author, place)

    for name in (f"post:{post.pk}", f"post:{post.pk}:comments"):
        found = registry.find(name)
        assert found.may_listen(author)
        assert not found.may_listen(cast.person())
        assert not found.may_listen(AnonymousUser())


@pytest.mark.django_db(transaction=True)
def test_without_scripts_the_page_after_posting_says_what_it_earned(client):
    call_command("load_economy", verbosity=0)
    place = cast.group("tea")
    client.force_login(cast.member(place))

    form = {"key": "form-key-1", "group": "tea", "type": "note", "body": "First words", "emotions": ["calm"]}
    html = client.post("/write/", form, follow=True).content.decode()

    assert Activity.objects.get(verb="create").outcome
    said = html.split("<noscript>")[1:]
    assert any("growth" in part.split("</noscript>")[0] for part in said)


@pytest.mark.django_db
def test_pictures_nobody_posted_are_swept_by_command(capsys):
    images.upload(owner=cast.person(), file=cast.picture(), now=cast.NOON.replace(year=2020))

    call_command("sweep_images")

    assert "1 pictures deleted." in capsys.readouterr().out
