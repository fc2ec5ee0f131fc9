"""Feeds for programs that read for people."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client, override_settings

from community.models import Group
from community.selectors import mentions
from community.services import removals
from lib import clock
from tests.community import cast

pytestmark = pytest.mark.django_db
NAME = "{http://www.w3.org/2005/Atom}"
BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read(path: str, client: Client | None = None) -> ElementTree.Element:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "public" in response["Cache-Control"]
    return ElementTree.fromstring(response.content)


def titles(path: str, client: Client | None = None) -> list[str]:
    return [entry.findtext(f"{NAME}title") or "" for entry in read(path, client).iter(f"{NAME}entry")]


@override_settings(BASE_URL="https://hearth.example")
def test_a_group_is_followed_with_whole_addresses_and_the_words_as_they_are_shown() -> None:
    place = cast.group("tea")
    Group.objects.update(names={"en": "Tea & <friends>"})
    hostile = "Rain\ufffe and **tea**\uffff&#11;&#xFFFF; with @mei."  # no XML holds these three
    post = cast.post(cast.member(place, "mei"), place, hostile, title="Tom\uffff & <Jerry>")

    feed = read("/g/tea/atom.xml")
    entry = next(feed.iter(f"{NAME}entry"))

    assert feed.findtext(f"{NAME}title") == "Tea & <friends> · Hearth"
    assert feed.get(BASE) == "https://hearth.example/"
    assert entry.findtext(f"{NAME}title") == "Tom & <Jerry>"
    assert entry.findtext(f"{NAME}summary") == mentions.named([post.html])[0]
    assert [link.get("href") for link in entry.iter(f"{NAME}link")] == [f"https://hearth.example/p/{post.public_id}/"]
    assert [each.get("term") for each in entry.iter(f"{NAME}category")] == ["Calm", "Tea & <friends>"]


def test_whoever_asks_it_holds_what_a_visitor_may_read() -> None:
    tea, secret = cast.group("tea"), cast.group("secret", visibility="secret", join_policy="invite")
    listed = cast.group("listed", visibility="listed")
    mei = cast.member(tea, "mei")
    for place in (secret, listed):
        cast.join(mei, place)
        cast.post(mei, place, "Inside.")
    *_kept, gone = [cast.post(mei, tea, body) for body in ("Older.", "Newer.", "Gone.")]
    removals.delete(target=gone, author=mei, now=clock.now())
    client = Client()
    client.force_login(mei)

    assert titles("/atom.xml", client) == titles("/atom.xml") == ["Newer.", "Older."]
    assert [client.get(f"/g/{slug}/atom.xml").status_code for slug in ("secret", "listed", "none")] == [404] * 3


def test_it_asks_as_often_for_many_posts_as_for_one(django_assert_num_queries) -> None:
    place = cast.group("tea")
    mei = cast.member(place, "mei")
    cast.post(mei, place)

    for _ in range(2):
        with django_assert_num_queries(3):
            read("/g/tea/atom.xml")
        for _ in range(24):
            cast.post(mei, place)
    assert len(titles("/g/tea/atom.xml")) == 20
