"""The menu of a wide screen and those of a phone lead to the same pages."""

from __future__ import annotations

import re

import pytest

from accounts.models import User
from tests.factories import member

pytestmark = pytest.mark.django_db
ABOUT_THE_HOUSE = {"/styleguide/", "/api/v1/docs/"}  # for who builds with it, at a wide screen


def links(html: str, beginning: str, end: str) -> set[str]:
    part = html[html.index(beginning) :]
    return set(re.findall(r'href="([^"?]+)', part[: part.index(end)]))


@pytest.mark.parametrize("kind", ["visitor", "member", "without the game", "staff"])
def test_both_lead_to_the_same_pages(client, kind):
    if kind != "visitor":
        person = member("ana")
        changes = {"member": {}, "without the game": {"game_hidden": True}, "staff": {"is_staff": True}}[kind]
        User.objects.filter(pk=person.pk).update(**changes)
        client.force_login(person)
    html = client.get("/explore/").content.decode()

    wide = links(html, '<header class="rail"', "</header>")
    phone = links(html, '<header class="topbar"', "</header>") | links(html, '<nav class="bottom"', "</nav>")

    assert len(wide) > 10
    assert wide - phone == ABOUT_THE_HOUSE
    assert phone - wide - {"/search/", "/write/"} == set()
