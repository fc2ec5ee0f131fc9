"""What automod holds can be found again by whoever wrote it."""

from __future__ import annotations

import pytest

from tests.community import cast
from tests.community.moderating import a_moderator, an_author, tea_with_rules  # noqa: F401 fixtures
from tests.community.watching import SPAM, approve, watch

pytestmark = pytest.mark.django_db


def test_what_waits_stands_on_its_authors_own_page_and_on_it_for_nobody_else(tea, mod, author, client):
    watch(mod, tea)
    held = cast.post(author, tea, SPAM, title="Lucky evening")
    way = f'href="/p/{held.public_id}/"'

    for who, is_there in ((author, True), (mod, False), (None, False)):
        client.force_login(who) if who else client.logout()
        assert (way in client.get("/@author/").content.decode()) is is_there
    approve(held, mod)
    client.force_login(author)
    assert "Waits for a moderator" not in client.get("/@author/").content.decode()
