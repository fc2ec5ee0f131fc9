"""Searches are shown what a visitor may read, and nothing else."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from config import sitemaps
from tests.community import cast
from tests.rewards import factories as f

pytestmark = pytest.mark.django_db


def addresses(path: str, client: Client | None = None) -> list[str]:
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return re.findall(r"<loc>(.*?)</loc>", response.content.decode())


@override_settings(BASE_URL="https://hearth.example")
def test_every_address_is_one_that_a_visitor_opens_and_none_tells_of_what_is_closed() -> None:
    tea, secret = cast.group("tea"), cast.group("secret", visibility="secret", join_policy="invite")
    mei = cast.member(tea, "mei", role="owner")
    cast.join(mei, secret)
    post, hidden = cast.post(mei, tea), cast.post(mei, secret)
    buy, written = f.campaign(), f.draft()
    client = Client()
    client.force_login(mei)

    found = [each for name in sitemaps.SECTIONS for each in addresses(f"/sitemap-{name}.xml", client)]

    paths = [each.removeprefix("https://hearth.example") for each in found]
    assert {f"/g/{tea.slug}/", f"/p/{post.public_id}/"} <= set(paths)
    assert any(buy.public_id in path for path in paths)
    assert not [
        path for path in paths for closed in (secret.slug, hidden.public_id, written.public_id) if closed in path
    ]
    assert {path: Client().get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_there_are_as_many_files_as_it_takes_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(sitemaps.Pages, "limit", 2)
    tea = cast.group("tea")
    mei = cast.member(tea, "mei")
    every = [f"/p/{cast.post(mei, tea).public_id}/" for _ in range(5)]

    files = [path.partition("testserver")[2] for path in addresses("/sitemap.xml") if "posts" in path]

    assert files == ["/sitemap-posts.xml", "/sitemap-posts.xml?p=2", "/sitemap-posts.xml?p=3"]
    assert [f"/p/{each.split('/p/')[1]}" for path in files for each in addresses(path)] == every
    for path in ("/sitemap-posts.xml?p=4", "/sitemap-posts.xml?p=x", "/sitemap-users.xml"):
        assert Client().get(path).status_code == 404


def test_the_list_of_files_is_named_to_crawlers_and_costs_as_much_for_many_pages_as_for_one(
    django_assert_num_queries,
) -> None:
    tea = cast.group("tea")
    mei = cast.member(tea, "mei")
    for _ in range(2):
        with django_assert_num_queries(len(sitemaps.SECTIONS)):
            addresses("/sitemap.xml")
        for _ in range(20):
            cast.post(mei, tea)

    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in Client().get("/robots.txt").content.decode()
