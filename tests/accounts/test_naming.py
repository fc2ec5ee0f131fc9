"""Whom somebody may mean who writes an @: by name or handle, the nearest first, and nobody who is not there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import member

pytestmark = pytest.mark.django_db


def test_people_are_offered_by_name_and_by_handle_to_members_alone(
    client: Client, ana: User, django_assert_num_queries: Any
) -> None:
    assert client.get("/people/named/?q=an")["Location"].startswith("/accounts/login/")
    for name, handle in (("周小满", "m_0866e4"), ("小满妈妈", "m_1"), ("<b>Hana", "hana")):
        member(name, handle=handle)
    member("小满走了", handle="gone", is_active=False)
    client.force_login(ana)
    client.get("/people/named/")  # the day has begun

    def offered(query: str) -> list[str]:
        with django_assert_num_queries(2):  # the member, the people
            rows = client.get("/people/named/", {"q": query}).content.decode()
        assert "<b>" not in rows
        return [row.partition('"')[0] for row in rows.split('data-handle="')[1:]]

    assert offered("小满") == ["m_1", "m_0866e4"]
    assert offered("an") == ["hana"], "nobody means themselves"
    assert offered("m_0866e4\x00") == ["m_0866e4"]
    assert b"option" not in client.get("/people/named/?q=%00@").content
