"""What waits for whoever looks after something stands on top of their home page."""

from __future__ import annotations

import pytest

from accounts.models import Brand, BrandStaff
from community.models import GroupRule
from community.selectors import duties, groups
from community.services import reports
from lib import clock
from tests import factories
from tests.community import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea():
    group = cast.group("tea")
    GroupRule.objects.create(group=group, number=1, titles={"en": "Be kind"})
    author, reporter = cast.member(group, "author"), cast.member(group, "reporter")
    for title in ("Kettle", "Pot"):
        post = cast.post(author, group, "Buy it!", title=title, now=clock.now())
        reports.report(reporter=reporter, target=post, rule=1, note="", now=clock.now())
    return group


def test_a_moderator_reads_how_many_reports_wait_and_a_member_nothing(tea, client):
    mod = cast.member(tea, "mod", role="moderator", locale="zh-hans")

    client.force_login(mod)
    page = client.get("/")

    assert [(duty.label, duty.count, duty.url) for duty in page.context["duties"]] == [("Tea", 2, "/g/tea/queue/")]
    assert 'href="/g/tea/queue/"' in page.content.decode()
    assert "等你处理" in page.content.decode()
    client.force_login(cast.member(tea, "member"))
    assert b'aria-labelledby="duties"' not in client.get("/").content


def test_whoever_looks_after_nothing_costs_no_query(tea, django_assert_num_queries):
    member, mod = cast.member(tea, "member"), cast.member(tea, "mod", role="moderator")
    of_member, of_mod = groups.mine(user=member), groups.mine(user=mod)

    with django_assert_num_queries(0):
        assert duties.of(user=member, mine=of_member) == ()
    with django_assert_num_queries(1):
        assert duties.of(user=mod, mine=of_mod)


def test_the_author_of_what_was_reported_does_not_read_of_it(tea):
    author = tea.memberships.get(user__username="author")
    author.role = "moderator"
    author.save()

    assert duties.of(user=author.user, mine=groups.mine(user=author.user)) == ()


def test_who_works_for_a_brand_is_led_to_its_console_and_judges_no_group(tea, client, monkeypatch):
    brand = Brand.objects.create(slug="kiln", names={"en": "The Kiln"}, created_at=clock.now())
    potter = cast.member(tea, "potter", role="moderator")
    BrandStaff.objects.create(brand=brand, user=potter, role="owner")
    shelf = duties.brand_registry.Shelf("some", 1, waiting=lambda user, brand: [duties.brand_registry.Line("A", "/a/")])
    monkeypatch.setattr(duties.brand_registry.shelves, "every", lambda: (shelf,))

    client.force_login(potter)

    found = [(duty.label, duty.count, duty.url) for duty in client.get("/").context["duties"]]
    assert found == [("The Kiln", 1, "/brands/kiln/console/")]


def test_staff_are_led_to_the_first_page_on_which_something_waits(client, monkeypatch):
    page = duties.staff_registry.StaffPage
    pages = (
        page("calm", "community:home", "Calm", "flag", 1, waiting=lambda user: 0),
        page("busy", "community:appeal-queue", "Busy", "flag", 2, waiting=lambda user: 3),
        page("other", "community:groups", "Other", "flag", 3, waiting=lambda user: None),
    )
    monkeypatch.setattr(duties.staff_registry.staff_pages, "every", lambda: pages)

    client.force_login(factories.member("Keeper", is_staff=True))

    found = [(duty.count, duty.url) for duty in client.get("/").context["duties"]]
    assert found == [(3, "/review/appeals/")]
