"""On an empty site its staff read what makes it a home; nobody else does, and nobody once people talk there."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from community.selectors import opening
from lib import clock
from tests import factories
from tests.community import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return factories.member("Keeper", handle="keeper", is_staff=True, is_superuser=True)


def marks(page) -> list[bool]:
    return [step.is_done for step in page.context["opening"]]


def test_the_first_of_the_staff_is_led_from_an_empty_house_to_one_where_people_talk(keeper, client):
    client.force_login(keeper)
    page = client.get("/")
    assert marks(page) == [False, False, False, False]
    assert 'href="/groups/new/"' in page.content.decode()
    assert "Find a table" not in page.content.decode(), "there is none"

    tea = cast.group("tea")
    author = cast.member(tea, "author")
    cast.post(author, tea, "The first words.", now=clock.now())
    cast.brand(keeper)
    cast.member(tea, "guest")
    cache.clear()

    assert client.get("/").context["opening"] == (), "people talk: the card is gone"


def test_what_is_done_has_its_mark_and_a_brand_need_not_be(keeper, client):
    tea = cast.group("tea")
    client.force_login(keeper)

    assert marks(client.get("/")) == [True, False, False, False]
    cast.post(cast.member(tea, "author"), tea, "The first words.", now=clock.now())
    assert [step.is_done for step in opening.of(viewer=keeper)] == [True, True, False, False]
    cast.member(tea, "guest")
    assert opening.of(viewer=keeper) == ()


def test_a_member_of_an_empty_site_reads_nothing_of_it_and_costs_no_query(client, django_assert_num_queries):
    member = factories.member("Ada")
    with django_assert_num_queries(0):
        assert opening.of(viewer=member) == ()
    client.force_login(member)
    assert "Find a table" in client.get("/").content.decode()


def test_staff_who_may_add_no_brand_are_not_sent_to_do_it():
    helper = factories.member("Helper", is_staff=True)

    assert "/admin/" not in "".join(step.url for step in opening.of(viewer=helper))


def test_it_costs_one_query_however_many_people_there_are(keeper, django_assert_num_queries):
    with django_assert_num_queries(1):
        opening.of(viewer=keeper)
    for number in range(20):
        factories.member(f"Member {number}")
    with django_assert_num_queries(1):
        opening.of(viewer=keeper)
