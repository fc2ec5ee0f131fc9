"""The pages of groups and feeds answer, with and without a member, in each state."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.community.scenes import group, join, post
from tests.factories import member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/", "/?tab=latest", "/?mood=calm", "/explore/", "/explore/calm/", "/groups/", "/g/tea/", "/g/tea/?tab=about"],
)
@pytest.mark.parametrize("who", ["visitor", "outsider", "member", "owner"])
def test_a_page_answers_everybody(client, path, who):
    tea = group(rules=["Be kind"], abouts={"en": "A *table*."})
    post(tea, tea.founder, title="First cup")
    person = {"visitor": None, "outsider": member(), "member": join(tea), "owner": tea.founder}[who]
    if person:
        client.force_login(person)

    answer = client.get(path)

    assert answer.status_code == 200
    assert ("Calm" if path == "/explore/" else "Tea") in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("visitor", 403), ("outsider", 200), ("member", 200), ("owner", 200)])
def test_members_are_shown_to_those_signed_in(client, who, status):
    tea = group()
    person = {"visitor": None, "outsider": member(), "member": join(tea), "owner": tea.founder}[who]
    if person:
        client.force_login(person)

    assert client.get(reverse("community:group-members", args=["tea"])).status_code == status
