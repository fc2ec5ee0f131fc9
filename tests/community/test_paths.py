"""Every link to a post or a comment leads to where it is read."""

from __future__ import annotations

import pytest
from django.test import Client

from community import paths
from gamify.registry import things
from tests.community import cast

pytestmark = pytest.mark.django_db


def test_a_link_to_a_comment_leads_to_the_comment_on_its_page(client: Client) -> None:
    place = cast.group("tea")
    ben = cast.member(place, "ben")
    said = cast.answer(ben, cast.post(cast.member(place, "ada"), place))

    page, _hash, anchor = paths.of_comment(said).partition("#")

    assert f'id="{anchor}"' in client.get(page).content.decode()


def test_the_game_links_to_posts_and_comments_as_their_own_pages_do() -> None:
    place = cast.group("tea")
    ben = cast.member(place, "ben")
    post = cast.post(ben, place)
    said = cast.answer(ben, post)

    found = things.find(ben, [("post", str(post.pk)), ("comment", str(said.pk))])

    assert {thing.url for thing in found.values()} == {paths.of(post), paths.of(said)}
