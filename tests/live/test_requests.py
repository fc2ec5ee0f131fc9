"""The same truth over HTTP, for pages whose socket is down."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from live.services import topics
from tests.live.conftest import make_member, rename

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("members_only")]


def test_versions_are_told_of_what_one_may_hear(client: Client) -> None:
    topics.touch("test:name:1", "test:closed:1")

    answer = client.get("/live/versions/?t=test:name:1&t=test:name:2&t=test:closed:1&t=epoch&t=nonsense")

    assert answer.json()["now"] == {"test:name:1": 1, "test:name:2": 0}
    assert answer.json()["epoch"] > 0
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_member_of_the_circle_is_told_and_a_former_one_is_not(client: Client, members_only: set[int]) -> None:
    ada = make_member()
    client.force_login(ada)
    members_only.add(ada.pk)
    assert client.get("/live/versions/?t=test:closed:1").json()["now"] == {"test:closed:1": 0}

    members_only.clear()

    assert client.get("/live/versions/?t=test:closed:1").json()["now"] == {}


def test_any_number_of_topics_is_answered_by_one_query_and_at_most_fifty(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/live/versions/")  # begins the epoch
    names = "&".join(f"t=test:name:{number}" for number in range(200))

    with django_assert_num_queries(1):
        answer = client.get(f"/live/versions/?{names}")

    assert len(answer.json()["now"]) == 50


def test_shared_content_comes_with_its_version(client: Client) -> None:
    ada = make_member()
    rename(ada.pk, "Augusta")

    answer = client.get(f"/live/fragment/?t=test:shared:{ada.pk}")

    assert answer.content.decode() == "<b lang=en>Augusta</b>"
    assert answer["Live-Version"] == "1"
    assert "no-store" in answer["Cache-Control"]


def test_shared_content_is_rendered_once_for_each_version(client: Client, django_assert_num_queries: Any) -> None:
    ada = make_member()
    url = f"/live/fragment/?t=test:shared:{ada.pk}"
    rename(ada.pk, "Augusta")
    client.get(url)

    with django_assert_num_queries(1):
        client.get(url)
    rename(ada.pk, "Ada King")

    assert "Ada King" in client.get(url).content.decode()


@pytest.mark.parametrize("topic", ["", "nonsense", "test:name:1", "test:closed:1", "epoch", "x" * 10_000])
def test_what_is_unknown_forbidden_or_not_shared_is_not_found(client: Client, topic: str) -> None:
    assert client.get("/live/fragment/", {"t": topic}).status_code == 404


@pytest.mark.parametrize("path", ["/live/versions/", "/live/fragment/?t=test:shared:1"])
def test_nothing_is_changed_by_asking(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
